"""Queries and seconds of pages that read reviews, at a thousand and at ten thousand of them.

Run: python -m benchmarks.reviews_pages (SQLite in a temporary folder, or DATABASE_URL).
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import django

SIZES = (1_000, 10_000)
CLINICS = 50


def _fill(treatments: list[Any], number: int, by: Any) -> None:
    """As many published as waiting, all counted; a third of all at the first clinic."""
    from reviews import means
    from tests.reviews.many import many

    for places, share in ((treatments[:1], number // 3), (treatments, number - number // 3)):
        many(places, "published", share, by, level="receipt")
        many(places, "waiting", share)
    means.renew()


def _pages(treatment: Any) -> tuple[dict[str, str], dict[str, str]]:
    from django.urls import reverse

    reviews = f"/clinics/{treatment.clinic.slug}/reviews/"
    public = {
        "clinic": f"/clinics/{treatment.clinic.slug}/",
        "reviews": reviews,
        "reviews_filtered": f"{reviews}?aspect=price_as_told&score=3",
        "reviews_last_page": f"{reviews}?page=100",
        "ledger": "/reviews/policy/",
        "by_rating": "/clinics/?sort=rating",
    }
    staff = {
        "queue": reverse("admin:reviews_queue"),
        "case": reverse("admin:reviews_case", args=[treatment.reviews.waiting().first().pk]),
        "list": reverse("admin:reviews_review_changelist"),
    }
    return public, staff


def _run() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from benchmarks.register_pages import measure
    from staff.roles import REVIEW_MODERATOR
    from tests.factories import TreatmentFactory, UserFactory
    from tests.staff_session import signed_in_client

    call_command("migrate", verbosity=0)
    call_command("sync_roles", verbosity=0)
    moderator, by, there = signed_in_client(REVIEW_MODERATOR), UserFactory(), 0
    treatments = [TreatmentFactory(checked=True) for _ in range(CLINICS)]
    result: dict[str, Any] = {"benchmark": "reviews_pages", "database": connection.vendor}
    for size in SIZES:
        _fill(treatments, size - there, by)
        there = size
        for client, pages in zip((Client(), moderator), _pages(treatments[0]), strict=True):
            for page, address in pages.items():
                result[f"{page}_{size}"] = measure(client, address)
                print(size, page, result[f"{page}_{size}"], flush=True)
    print(json.dumps(result))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "bench.sqlite3"
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{database}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ.setdefault("DEBUG", "1")
        django.setup()
        from django.conf import settings

        settings.DEBUG = False
        settings.ALLOWED_HOSTS = ["*"]
        _run()


if __name__ == "__main__":
    main()
