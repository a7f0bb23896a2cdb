"""Each action and each step from state to state."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from clinics.models import PublicChange
from reviews import actions
from reviews.actions.create import MINE
from reviews.actions.invite import invitation_of
from reviews.models import Invitation, Review, UnconfirmedReview
from reviews.retention import purge
from tests.factories import TreatmentFactory, UserFactory
from tests.reviews.factories import (
    content,
    last_month,
    published_review,
    refused_review,
    waiting_review,
)
from trust import links, outbox

pytestmark = pytest.mark.django_db


def start(treatment, email="writer@example.org", key=None, **values) -> UnconfirmedReview:
    return actions.start_review(
        content=content(treatment, **values),
        email=email,
        language="en",
        idempotency_key=key or uuid.uuid4(),
    )


def other_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_code_makes_the_review_real_at_level_email():
    kept = start(TreatmentFactory(), text="Fine")
    review = actions.confirm_review(review_id=kept.pk, code=kept.code)
    assert (review.state, review.level, review.text) == ("waiting", "email", "Fine")
    assert not review.counts
    assert not UnconfirmedReview.objects.exists()
    assert [e.to_state for e in review.events.all()] == ["waiting"]


def test_wrong_code_counts_and_the_fifth_closes():
    kept = start(TreatmentFactory())
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(actions.WrongCode) as wrong:
            actions.confirm_review(review_id=kept.pk, code=other_code(kept.code))
        assert wrong.value.left == left
    with pytest.raises(actions.CodeClosed):
        actions.confirm_review(review_id=kept.pk, code=kept.code)
    assert not Review.objects.exists()


def test_code_closes_after_two_hours():
    kept = start(TreatmentFactory())
    with (
        time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)),
        pytest.raises(actions.CodeClosed),
    ):
        actions.confirm_review(review_id=kept.pk, code=kept.code)


def test_new_code_replaces_the_old_one_three_times_at_most():
    kept = start(TreatmentFactory())
    newer = actions.send_new_code(review_id=kept.pk)
    if newer.code != kept.code:
        with pytest.raises(actions.WrongCode):
            actions.confirm_review(review_id=kept.pk, code=kept.code)
    actions.send_new_code(review_id=kept.pk)
    with pytest.raises(actions.CodeClosed):
        actions.send_new_code(review_id=kept.pk)


def test_same_form_twice_mails_once_and_keeps_the_newest_words():
    treatment, key = TreatmentFactory(), uuid.uuid4()
    first = start(treatment, key=key, text="one")
    second = start(treatment, key=key, text="two")
    assert first.pk == second.pk
    assert UnconfirmedReview.objects.get().content["text"] == "two"
    assert outbox.send_due() == 1


def test_corrected_address_gets_its_own_code():
    treatment, key = TreatmentFactory(), uuid.uuid4()
    start(treatment, key=key, email="wrong@example.org")
    outbox.send_due()
    start(treatment, key=key, email="right@example.org")
    outbox.send_due()
    assert [m.to for m in mail.outbox] == [["wrong@example.org"], ["right@example.org"]]


def test_confirmed_form_sent_again_is_told():
    treatment, key = TreatmentFactory(), uuid.uuid4()
    kept = start(treatment, key=key)
    actions.confirm_review(review_id=kept.pk, code=kept.code)
    with pytest.raises(actions.AlreadyReviewed):
        start(treatment, key=key)


def test_second_review_of_the_same_month_is_refused_however_the_address_is_typed():
    review = waiting_review(email="writer@example.org")
    with pytest.raises(actions.AlreadyReviewed):
        waiting_review(review.treatment, email=" WRITER@EXAMPLE.ORG")
    assert Review.objects.count() == 1
    assert Invitation.objects.unused().count() == 1, "the invitation is not used up"


def test_month_in_the_future_is_refused():
    treatment = TreatmentFactory()
    future = (timezone.localdate() + timedelta(days=40)).replace(day=1)
    kept = start(treatment, treated_month=future)
    with pytest.raises(ValueError, match="month"):
        actions.confirm_review(review_id=kept.pk, code=kept.code)


def test_invitation_gives_level_quote_and_holds_no_person():
    treatment = TreatmentFactory()
    token = actions.create_invitation(treatment=treatment, month=timezone.localdate())
    invitation = invitation_of(token)
    assert invitation.treated_month.day == 1
    review = actions.submit_invited(
        invitation=invitation,
        content=content(treatment),
        email="w@example.org",
        language="ja",
        idempotency_key=uuid.uuid4(),
    )
    assert review.level == "quote"
    assert review.counts
    assert {f.name for f in Invitation._meta.concrete_fields} == {
        "id", "treatment", "treated_month", "through_quote", "created_at", "used_at",
    }  # fmt: skip


def test_invitation_works_once_and_the_same_form_twice_gives_the_same_review():
    treatment, key = TreatmentFactory(), uuid.uuid4()
    invitation = invitation_of(actions.create_invitation(treatment=treatment, month=last_month()))
    given = {
        "invitation": invitation,
        "content": content(treatment),
        "email": "w@example.org",
        "language": "en",
    }
    first = actions.submit_invited(**given, idempotency_key=key)
    assert actions.submit_invited(**given, idempotency_key=key) == first
    with pytest.raises(actions.InvitationUsed):
        actions.submit_invited(**given, idempotency_key=uuid.uuid4())


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\x00", "\ud800"])
def test_wrong_token_opens_no_invitation(token):
    assert invitation_of(token) is None


def test_publishing_records_who_and_tells_the_catalogue():
    review, by = waiting_review(), UserFactory()
    before = PublicChange.objects.count()
    review = actions.publish_review(review_id=review.pk, by=by, note="Thank you")
    assert (review.state, review.decided_by, review.reason) == ("published", by, "")
    assert [(e.from_state, e.to_state, e.by) for e in review.events.all()] == [
        ("", "waiting", None),
        ("waiting", "published", by),
    ]
    assert PublicChange.objects.count() == before + 1


def test_refusing_needs_a_reason_of_the_list():
    review = waiting_review()
    for reason in ("", "too_negative"):
        with pytest.raises(ValueError, match="unknown reason"):
            actions.refuse_review(review_id=review.pk, by=UserFactory(), reason=reason)
    review = actions.refuse_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    assert (review.state, review.reason) == ("refused", "abuse")


def test_second_decision_is_told_who_was_first():
    by = UserFactory()
    review = published_review(by=by)
    with pytest.raises(actions.AlreadyDecided) as late:
        actions.refuse_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    assert late.value.review.decided_by == by
    assert review.events.count() == 2


@pytest.mark.parametrize("make", [waiting_review, published_review, refused_review])
def test_taking_back_empties_everything_and_ends_the_link(make):
    review = make(text="secret words", complication=True, complication_help="secret help")
    token = links.current(purpose=MINE, object_id=review.pk).token
    actions.withdraw_review(review_id=review.pk)
    review.refresh_from_db()
    assert review.state == "withdrawn"
    assert (review.text, review.email, review.email_digest) == ("", None, "")
    assert (review.complication_help, review.information, review.complication) == (None,) * 3
    assert links.resolve(purpose=MINE, token=token) is None
    assert actions.withdraw_review(review_id=review.pk).events.count() == review.events.count()


def test_taken_back_review_can_be_written_again():
    review = waiting_review(email="w@example.org")
    actions.withdraw_review(review_id=review.pk)
    assert waiting_review(review.treatment, email="w@example.org").state == "waiting"


def test_taken_back_review_cannot_be_decided():
    review = waiting_review()
    actions.withdraw_review(review_id=review.pk)
    with pytest.raises(actions.AlreadyDecided):
        actions.publish_review(review_id=review.pk, by=UserFactory())


def test_unconfirmed_reviews_go_after_seven_days():
    kept = start(TreatmentFactory())
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        purge()
        assert UnconfirmedReview.objects.filter(pk=kept.pk).exists()
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        purge()
    assert not UnconfirmedReview.objects.exists()


def test_unused_invitations_go_and_used_ones_stay():
    review = waiting_review()
    actions.create_invitation(treatment=review.treatment, month=last_month())
    with time_machine.travel(timezone.now() + timedelta(days=181)):
        purge()
    assert [i.review for i in Invitation.objects.all()] == [review]


def test_no_table_holds_an_address_or_a_private_word_in_clear():
    start(TreatmentFactory(), email="canary-a@example.org", text="canary words")
    waiting_review(email="canary-b@example.org", complication_help="canary help")
    refused_review(email="canary-c@example.org")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert "canary" not in repr(cursor.fetchall()), table
