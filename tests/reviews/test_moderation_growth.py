"""Queues and cases of the desk ask the same number of questions, however many rows there are."""

import itertools
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reviews.aspects import ASPECT_NAMES
from reviews.models import Appeal, Review, ReviewEvent, ReviewReport
from staff.roles import REVIEW_MODERATOR
from tests.factories import TreatmentFactory, UserFactory
from tests.reviews.factories import last_month

pytestmark = pytest.mark.django_db
_numbers = itertools.count(1)


def many(treatments, state, number, by=None, **values) -> list[Review]:
    """Rows made in one go; the actions have their own tests."""
    now = timezone.now()
    decided = {"decided_by": by, "decided_at": now} if state != "waiting" else {}
    rows = [
        Review(
            treatment=treatments[n % len(treatments)],
            treated_month=last_month(),
            **dict.fromkeys(ASPECT_NAMES, 3),
            paid_vs_quoted="as_quoted",
            complication=n % 10 == 0,
            text="The papers came on time.",
            level="email",
            email="w@example.org",
            email_digest=f"{next(_numbers):064}",
            no_relation=True,
            no_reward=True,
            state=state,
            reason="abuse" if state == "refused" else "",
            language="en",
            idempotency_key=uuid.uuid4(),
            received_at=now - timedelta(minutes=n),
            **decided,
            **values,
        )
        for n in range(number)
    ]
    Review.objects.bulk_create(rows)
    ReviewEvent.objects.bulk_create(ReviewEvent(review=row, to_state="waiting") for row in rows)
    return rows


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
