"""Queues and cases of the desk ask the same number of questions, however many rows there are."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reviews.models import Appeal, ReviewReport
from staff.roles import REVIEW_MODERATOR
from tests.factories import TreatmentFactory, UserFactory
from tests.reviews.many import many

pytestmark = pytest.mark.django_db


def fill(treatments, number, by) -> dict[str, str]:
    """So many waiting, held, refused and appealed, published and reported; addresses to ask."""
    waiting = many(treatments, "waiting", number)
    many(treatments, "waiting", number, held_since=timezone.now())
    refused = many(treatments, "refused", number, by, appealed_at=timezone.now())
    appeals = [
        Appeal(review=row, text="x", refused_by=by, idempotency_key=uuid.uuid4()) for row in refused
    ]
    Appeal.objects.bulk_create(appeals)
    published = many(treatments, "published", number, by)
    ReviewReport.objects.bulk_create(
        ReviewReport(review=row, reason="abuse", words="x", idempotency_key=uuid.uuid4())
        for row in published
    )
    return {
        "index": "",
        "queue": "",
        "burst": str(treatments[0].clinic_id),
        "appeals": "",
        "reports": "",
        "complications": "",
        "case": str(waiting[0].pk),
        "appeal": str(appeals[0].pk),
        "report": str(published[0].pk),
        "complication": str(waiting[0].pk),
        "review_changelist": "",
    }


def address(name: str, value: str) -> str:
    if name == "index":
        return reverse("admin:index")
    return reverse(f"admin:reviews_{name}", args=[value] if value else [])


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200, url
    return len(caught)


def test_no_page_of_the_desk_asks_more_when_there_is_more(staff_client):
    moderator, by = staff_client(REVIEW_MODERATOR), UserFactory()
    treatments = [TreatmentFactory() for _ in range(3)]
    pages = {name: address(name, value) for name, value in fill(treatments, 20, by).items()}
    for url in pages.values():
        moderator.get(url)  # fills caches that live as long as the process
    before = {name: queries(moderator, url) for name, url in pages.items()}
    fill(treatments, 200, by)
    assert {name: queries(moderator, url) for name, url in pages.items()} == before
    # Today asks each queue of the house once.
    assert max(many for name, many in before.items() if name != "index") <= 12, before
