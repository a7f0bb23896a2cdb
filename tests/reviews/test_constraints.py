"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from reviews.models import Review, ReviewEvent
from tests.factories import UserFactory
from tests.reviews.factories import last_month, published_review, waiting_review
from trust.personal_data import unclassified_fields

pytestmark = pytest.mark.django_db


def refused_by_database(review: Review, constraint: str, **values) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**values)


def test_refusal_without_reason_is_impossible():
    review = published_review()
    refused_by_database(review, "refused_has_reason", state="refused", reason="")


def test_reason_without_refusal_is_impossible():
    refused_by_database(waiting_review(), "refused_has_reason", reason="abuse")


def test_decision_without_person_is_impossible():
    refused_by_database(waiting_review(), "decision_has_person", state="published")


def test_waiting_review_has_no_decider():
    refused_by_database(waiting_review(), "decision_has_person", decided_by=UserFactory())


@pytest.mark.parametrize("score", [0, 6, None])
def test_score_outside_one_to_five_is_impossible(score):
    refused_by_database(waiting_review(), "is_complete", follow_up=score)


def test_month_is_a_first_day():
    refused_by_database(waiting_review(), "month_is_first_day", treated_month="2026-01-02")


def test_connected_or_rewarded_writer_is_impossible():
    refused_by_database(waiting_review(), "is_independent", no_relation=False)
    refused_by_database(waiting_review(), "is_independent", no_reward=False)


def test_difference_needs_a_direction():
    refused_by_database(waiting_review(), "difference_has_direction", difference_yen=100)


def test_level_quote_needs_an_invitation():
    refused_by_database(waiting_review(level="email"), "quote_has_invitation", level="quote")


def test_taken_back_review_keeps_nothing():
    refused_by_database(waiting_review(), "taken_back_is_empty", state="withdrawn")


def test_event_of_a_refusal_needs_reason_and_person():
    review = waiting_review()
    for values in ({"reason": "", "by": UserFactory()}, {"reason": "abuse", "by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewEvent.objects.create(review=review, to_state="refused", **values)


def test_events_cannot_be_changed_or_deleted():
    waiting_review()
    with pytest.raises(TypeError):
        ReviewEvent.objects.update(reason="abuse")
    with pytest.raises(TypeError):
        ReviewEvent.objects.all().delete()


def test_same_person_treatment_month_is_stored_once():
    first = waiting_review(email="one@example.org")
    second = waiting_review(first.treatment, email="two@example.org")
    refused_by_database(second, "(?i)unique", email_digest=first.email_digest)
    assert first.treated_month == last_month()


def test_every_column_is_declared_personal_or_not():
    from django.apps import apps

    assert unclassified_fields(apps.get_app_config("reviews").get_models()) == []
