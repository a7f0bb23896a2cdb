"""Over all public addresses: what is kept is, byte for byte, what anybody else would get."""

import pytest
from django.core.cache import caches
from django.urls import resolve
from django.utils import translation

from clinics.search import live
from tests.addresses import open_paths, public_addresses
from tests.factories import ClinicFactory, PriceSheetFactory, TreatmentFactory
from tests.reviews.factories import published_review

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
KEPT = {
    "clinics:list", "pages:home", "pages:clinic", "guides:index", "guides:page", "guides:claims",
    "guides:glossary", "guides:journey", "guides:questions", "guides:units",
}  # fmt: skip
STRANGER = {
    "User-Agent": "Another/1.0",
    "Accept-Language": "ja,fr;q=0.5",
    "Accept": "application/json",
    "HX-Request": "true",
    "HX-Current-URL": "http://testserver/elsewhere/",
    "Referer": "http://testserver/elsewhere/",
    "X-Forwarded-For": "203.0.113.9",
    "DNT": "1",
}


@pytest.fixture(autouse=True)
def page_cache(settings):
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    live.forget()
    yield
    caches["pages"].clear()


@pytest.fixture
def catalogue():
    treatment = TreatmentFactory(checked=True, clinic__slug="first-clinic")
    PriceSheetFactory(treatment=treatment)
    published_review(treatment)
    TreatmentFactory(clinic=ClinicFactory())


def paths() -> list[str]:
    """Return every public path; those with a slug for one clinic and one guide."""
    slugs = {"guides/": "what-a-plan-number-means", "clinics/": "first-clinic"}
    filled = [
        f"{prefix}/{row.route.replace('<slug:slug>', slug)}"
        for row in public_addresses()
        for start, slug in slugs.items()
        if "<slug:slug>" in row.route and row.route.startswith(start)
        for prefix in ("", "/ja")
    ]
    searches = ["/clinics/?condition=t2d&sort=price", "/ja/clinics/?prefecture=JP-13&kind=list"]
    return open_paths() + filled + searches


def name_of(path: str) -> str:
    with translation.override("ja" if path.startswith("/ja/") else "en"):
        return resolve(path.partition("?")[0]).view_name


def is_kept(response) -> bool:
    return response.get("ETag", "").startswith("W/") and len(caches["pages"]._cache) > 0


def as_stranger(client, path: str):
    for name in ("shortlist", "__Host-quotes", "django_language"):
        client.cookies[name] = "ja"
    client.cookies["csrftoken"] = "a" * 32
    return client.get(path, headers=STRANGER, REMOTE_ADDR="203.0.113.9")


def test_the_walk_sees_every_kind_of_page():
    names = {name_of(path) for path in paths()}
    assert names >= KEPT | {"pages:about_order", "pages:clinic_reviews", "register:check"}


@pytest.mark.parametrize("path", paths())
def test_a_kept_page_is_what_anybody_else_gets(client, catalogue, settings, path):
    kept = client.get(path)
    name = name_of(path)
    assert is_kept(kept) == (name in KEPT or name.startswith("pages:about_")), path
    if not is_kept(kept):
        return
    assert as_stranger(client, path).content == kept.content
    caches["pages"].clear()
    settings.PAGE_CACHE = False
    fresh = as_stranger(client, path)
    assert fresh.status_code == 200
    assert fresh.content == kept.content
    assert not kept.cookies
    assert not fresh.cookies
    assert "csrfmiddlewaretoken" not in kept.text
    assert "Cookie" not in kept.get("Vary", "")
