"""What goes with the review, and what goes with time."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from reviews import actions
from reviews.models import Appeal, CareNote, Review, ReviewReport
from reviews.retention import purge
from tests.factories import UserFactory
from tests.reviews.factories import (
    appealed_review,
    published_review,
    refused_review,
    reported_review,
    waiting_review,
)

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def cells() -> str:
    """Everything that stands in the tables of reviews, opened where it was sealed."""
    found = []
    for model in (Review, Appeal, ReviewReport, CareNote):
        for row in model.objects.order_by("pk"):
            found += [str(getattr(row, field.attname)) for field in model._meta.concrete_fields]
    with connection.cursor() as cursor:
        for table in ("reviews_review", "reviews_appeal", "reviews_reviewreport"):
            cursor.execute(f"SELECT * FROM {table}")
            found.append(repr(cursor.fetchall()))
    return " ".join(found)


def test_taking_back_empties_appeal_note_and_public_note():
    review = reported_review(
        complication=True, complication_help="canary help", text="canary words",
        reason="personal_data",
    )  # fmt: skip
    actions.close_complication(review_id=review.pk, by=UserFactory(), note="canary done")
    actions.remove_review(
        review_id=review.pk, by=UserFactory(), reason="abuse", public_note="canary public"
    )
    actions.make_appeal(review_id=review.pk, text="canary appeal", idempotency_key=uuid.uuid4())
    assert "canary appeal" in cells()
    actions.withdraw_review(review_id=review.pk)
    assert "canary" not in cells()
    appeal = Appeal.objects.get()
    assert (appeal.outcome, appeal.decided_by) == ("withdrawn", None)
    assert not Review.objects.removed_with_note().exists()
    assert not Review.objects.complications_to_see().exists()


def test_taking_back_closes_reports_and_empties_them():
    review = published_review(text="Words")
    actions.report_review(
        review_id=review.pk, reason="personal_data", words="canary", idempotency_key=uuid.uuid4()
    )
    actions.withdraw_review(review_id=review.pk)
    report = ReviewReport.objects.get()
    assert (report.outcome, report.words) == ("withdrawn", None)
    assert not ReviewReport.objects.waiting().exists()
    review.refresh_from_db()
    assert review.text_hidden_at is None


def test_taking_back_a_decided_appeal_empties_it_too():
    appeal = appealed_review()
    actions.refuse_appeal(appeal_id=appeal.pk, by=UserFactory(), note="canary")
    actions.withdraw_review(review_id=appeal.review_id)
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.text, appeal.note) == ("refused", None, "")


def test_taking_back_a_held_review_frees_it():
    first = waiting_review()
    for _ in range(4):
        waiting_review(first.treatment)
    assert Review.objects.held().count() == 5
    actions.withdraw_review(review_id=first.pk)
    assert Review.objects.held().count() == 4


def test_a_year_after_the_decision_appeals_reports_and_notes_go():
    decided, waiting = appealed_review(), appealed_review()
    actions.refuse_appeal(appeal_id=decided.pk, by=UserFactory())
    reported, still = reported_review(words="x"), reported_review(words="y")
    actions.keep_review(review_id=reported.pk, by=UserFactory())
    care = waiting_review(complication=True)
    actions.close_complication(review_id=care.pk, by=UserFactory(), note="Read.")
    with time_machine.travel(timezone.now() + YEAR - timedelta(hours=1), tick=False):
        purge()
        assert (Appeal.objects.count(), ReviewReport.objects.count()) == (2, 2)
        assert CareNote.objects.get().note == "Read."
    with time_machine.travel(timezone.now() + YEAR + timedelta(hours=1), tick=False):
        purge()
    assert list(Appeal.objects.all()) == [waiting]
    assert [r.review for r in ReviewReport.objects.all()] == [still]
    assert CareNote.objects.get().note is None
    assert not Review.objects.complications_to_see().exists(), "the task stays done"
    review = Review.objects.get(pk=decided.review_id)
    assert review in Review.objects.settled(timezone.now())
    with pytest.raises(actions.NoMoreChance):
        actions.make_appeal(review_id=review.pk, text="again", idempotency_key=uuid.uuid4())


def test_policy_and_privacy_page_tell_the_live_numbers(client):
    refused_review()
    page = client.get("/reviews/policy/").content.decode()
    assert "For 30 days you can change it once" in page
    assert "at least 5 times its usual number" in page
    assert "12 months after the decision" in page
    privacy = client.get("/about/privacy/").content.decode()
    assert "Appeal or report about a review" in privacy
