"""Nobody decides about what changed after they read it, and nobody twice about the same person."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews import actions
from reviews.models import Appeal, CareNote, Receipt, Review, ReviewReport
from reviews.receipts import actions as receipt_actions
from reviews.replies import actions as reply_actions
from staff.roles import REVIEW_MODERATOR
from tests.factories import TreatmentFactory, UserFactory
from tests.reviews.factories import (
    appealed_review,
    content,
    published_reply,
    published_review,
    refused_review,
    reported_review,
    shown,
    told_anew,
    waiting_receipt,
    waiting_reply,
    waiting_review,
)
from tests.reviews.test_reports import report_form
from trust.models import AccessLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(staff_client):
    return staff_client(REVIEW_MODERATOR)


def desk(name, pk):
    return reverse(f"admin:reviews_{name}", args=[pk])


def changed_by_its_writer(review, **values):
    actions.refuse_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    actions.resubmit_review(
        review_id=review.pk, content=content(review.treatment, text="Other words.", **values)
    )


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("publish", {"publish-note": "my note"}),
        ("refuse", {"refuse-reason": "abuse", "refuse-note": "my note"}),
    ],
)
def test_a_page_left_open_decides_no_words_that_nobody_read(moderator, act, data):
    review = waiting_review()
    data = data | shown(moderator, desk("case", review.pk))
    changed_by_its_writer(review)
    response = moderator.post(desk(act, review.pk), data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "It changed after you opened it" in page
    assert "Other words." in page
    assert "my note" in page
    assert Review.objects.get(pk=review.pk).state == "waiting"
    data |= shown(moderator, desk("case", review.pk))
    assert moderator.post(desk(act, review.pk), data).status_code == 302, "read by now"


def test_a_reply_that_was_written_anew_is_read_first(moderator):
    reply = waiting_reply()
    data = shown(moderator, desk("reply", reply.pk))
    reply_actions.refuse_reply(reply_id=reply.pk, by=UserFactory(), reason="pressure")
    reply_actions.send_reply(reply_id=reply.pk, text="New words.", form_key=uuid.uuid4())
    response = moderator.post(desk("reply_publish", reply.pk), data)
    assert response.status_code == 409
    assert "New words." in response.content.decode()
    reply.refresh_from_db()
    assert reply.state == "waiting"
    data = shown(moderator, desk("reply", reply.pk))
    assert moderator.post(desk("reply_publish", reply.pk), data).status_code == 302


def test_a_receipt_is_seen_by_who_downloaded_this_file(moderator):
    receipt = waiting_receipt(published_review(level="email"))
    data = shown(moderator, desk("receipt", receipt.pk))
    response = moderator.post(desk("receipt_seen", receipt.pk), data)
    assert response.status_code == 409
    assert "download the file" in response.text
    assert "It changed" not in response.text
    moderator.get(desk("receipt_file", receipt.pk))
    receipt_actions.take_back_receipt(review_id=receipt.review_id)
    waiting_receipt(receipt.review, content_=b"\x89PNG of somebody else")
    moderator.get(desk("receipt_file", receipt.pk))
    response = moderator.post(desk("receipt_seen", receipt.pk), data)
    assert response.status_code == 409, "downloaded, but from a page of the other file"
    assert "It changed" in response.text
    assert Receipt.objects.get().state == "waiting"
    data = shown(moderator, desk("receipt", receipt.pk))
    assert moderator.post(desk("receipt_seen", receipt.pk), data).status_code == 302
    assert Review.objects.get().level == "receipt"


@pytest.mark.parametrize("act", ["keep", "remove"])
def test_a_report_that_came_in_meanwhile_is_not_closed_unread(moderator, act):
    review = reported_review()
    data = shown(moderator, desk("report", review.pk)) | {"remove-reason": "abuse"}
    actions.report_review(
        review_id=review.pk,
        reason="personal_data",
        words="It names my wife.",
        idempotency_key=uuid.uuid4(),
    )
    response = moderator.post(desk(act, review.pk), data)
    assert response.status_code == 409
    assert "It names my wife." in response.content.decode()
    assert ReviewReport.objects.waiting().count() == 2
    data |= shown(moderator, desk("report", review.pk))
    assert moderator.post(desk(act, review.pk), data).status_code == 302


def test_who_ever_refused_it_does_not_decide_the_appeal(staff_client):
    first = staff_client(REVIEW_MODERATOR)
    review = refused_review(by=first.user)
    actions.resubmit_review(review_id=review.pk, content=content(review.treatment))
    actions.refuse_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    appeal = actions.make_appeal(review_id=review.pk, text="x", idempotency_key=uuid.uuid4())
    assert "Somebody else decides" in first.get(desk("appeal", appeal.pk)).text
    with pytest.raises(actions.OwnRefusal):
        actions.grant_appeal(appeal_id=appeal.pk, by=first.user)
    assert Appeal.objects.get().outcome == ""
    actions.grant_appeal(appeal_id=appeal.pk, by=UserFactory())


def test_an_appeal_publishes_nothing_out_of_a_held_burst(moderator):
    appeal = appealed_review()
    Review.objects.filter(pk=waiting_review(appeal.review.treatment).pk).update(
        held_since=timezone.now()
    )
    response = moderator.post(desk("appeal_decide", appeal.pk), {"outcome": "granted", "note": ""})
    assert response.status_code == 409
    assert "Release them first" in response.text
    assert "Somebody was quicker" not in response.text
    assert Review.objects.get(pk=appeal.review_id).state == "refused"
    response = moderator.post(desk("appeal_decide", appeal.pk), {"outcome": "refused", "note": ""})
    assert response.status_code == 302


def test_a_complication_told_anew_is_a_task_again():
    review = waiting_review(complication=True, complication_help="A mild fever.")
    actions.close_complication(review_id=review.pk, by=UserFactory(), note="Read.")
    assert not Review.objects.complications_to_see().exists()
    changed_by_its_writer(review, complication=True, complication_help="Intensive care.")
    assert list(Review.objects.complications_to_see()) == [review]
    actions.close_complication(review_id=review.pk, by=UserFactory(), note="Wrote to the writer.")
    assert not Review.objects.complications_to_see().exists()
    assert CareNote.objects.get().note == "Wrote to the writer."
    with pytest.raises(actions.AlreadyDecided):
        actions.close_complication(review_id=review.pk, by=UserFactory(), note="Again.")


@pytest.mark.parametrize("name", ["case", "review_change"])
def test_reading_a_refused_text_is_written_down(moderator, name):
    review = refused_review(text="Mr Canary was rude.")
    before = AccessLog.objects.count()
    assert "Mr Canary" in moderator.get(desk(name, review.pk)).text
    assert AccessLog.objects.about("reviews.review", review.pk).count() == 1
    assert AccessLog.objects.count() == before + 1


def test_lists_of_the_admin_load_no_scores(moderator, django_assert_max_num_queries):
    published_review()
    for name in ("review", "reviewevent"):
        with django_assert_max_num_queries(20) as asked:
            assert moderator.get(reverse(f"admin:reviews_{name}_changelist")).status_code == 200
        blind = ('"reviews_review"."risks_told"', '"reviews_review"."email"')
        assert not [q for q in asked if any(column in q["sql"] for column in blind)]


def test_a_report_with_the_key_of_another_one_is_stored():
    key = uuid.uuid4()
    for review in (published_review(), published_review()):
        actions.report_review(review_id=review.pk, reason="abuse", words="", idempotency_key=key)
    assert ReviewReport.objects.values("review").distinct().count() == 2


def test_reports_that_hide_nothing_do_not_use_up_what_may_be_hidden(client):
    from reviews.rules import HIDES_A_DAY

    treatment = TreatmentFactory()
    empty, told = published_review(treatment, text=""), published_review(treatment)
    for review in [*[empty] * HIDES_A_DAY, told]:
        address = reverse("reviews:report", args=[review.pk])
        assert client.post(address, report_form("personal_data")).status_code == 302
    told.refresh_from_db()
    assert told.text_hidden_at


def test_who_tells_of_a_complication_is_told_why_it_is_refused(moderator):
    review = waiting_review(complication=True)
    moderator.get(desk("case", review.pk))
    data = {"refuse-reason": "abuse", "refuse-note": ""}
    page = moderator.post(desk("refuse", review.pk), data).content.decode()
    assert "tells of a complication" in page
    data["refuse-note"] = "Please leave the name out."
    assert moderator.post(desk("refuse", review.pk), data).status_code == 302


@pytest.mark.parametrize("act", ["keep", "remove"])
@pytest.mark.parametrize("other", ["complication", "review_change"])
def test_another_page_of_the_review_does_not_count_as_reading_its_reports(moderator, act, other):
    review = reported_review(complication=True)
    data = shown(moderator, desk("report", review.pk))
    actions.report_review(
        review_id=review.pk,
        reason="personal_data",
        words="It names my wife.",
        idempotency_key=uuid.uuid4(),
    )
    moderator.get(desk(other, review.pk))
    data |= {"remove-reason": "abuse", "remove-public_note": "It broke a rule."}
    response = moderator.post(desk(act, review.pk), data)
    assert response.status_code == 409
    assert "It names my wife." in response.text
    assert ReviewReport.objects.waiting().count() == 2


def test_a_report_made_before_the_page_but_stored_after_it_is_not_closed_unread(moderator):
    review = reported_review()
    before = timezone.now()
    data = shown(moderator, desk("report", review.pk))
    ReviewReport.objects.create(
        review=review, reason="abuse", words="Slow.", idempotency_key=uuid.uuid4(), made_at=before
    )
    assert moderator.post(desk("keep", review.pk), data).status_code == 409


def test_a_reply_that_was_written_anew_is_not_taken_away_unread(moderator):
    reply = published_reply()
    data = shown(moderator, desk("reply", reply.pk)) | {"remove-reason": "pressure"}
    reply_actions.remove_reply(reply_id=reply.pk, by=UserFactory(), reason="pressure")
    reply_actions.send_reply(reply_id=reply.pk, text="New words.", form_key=uuid.uuid4())
    reply_actions.publish_reply(reply_id=reply.pk, by=UserFactory())
    response = moderator.post(desk("reply_remove", reply.pk), data)
    assert response.status_code == 409
    assert "New words." in response.text
    reply.refresh_from_db()
    assert reply.is_public


def test_a_complication_told_anew_is_not_closed_unread(moderator):
    review = waiting_review(complication=True, complication_help="A mild fever.")
    data = shown(moderator, desk("complication", review.pk)) | {"note": "Nothing to do."}
    told_anew(review)
    response = moderator.post(desk("complication_close", review.pk), data)
    assert response.status_code == 409
    assert "Intensive care." in response.text
    assert "Nothing to do." in response.text
    assert list(Review.objects.complications_to_see()) == [review]


def test_a_form_sent_back_for_a_mistake_still_says_that_it_changed(moderator):
    review = waiting_review()
    data = shown(moderator, desk("case", review.pk))
    actions.refuse_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    actions.resubmit_review(review_id=review.pk, content=content(review.treatment, text="Other."))
    page = moderator.post(desk("refuse", review.pk), data | {"refuse-note": "typed"})
    assert "typed" in page.text
    assert "It changed after you opened it" in page.text
    assert page.status_code == 409


@pytest.mark.parametrize(
    "seen", ["", "x", "9999-12-31T23:59:59-14:00", "2026-01-01", "0001-01-01T00:00+14:00"]
)
def test_what_the_page_showed_is_never_an_error(moderator, seen):
    reply = waiting_reply()
    response = moderator.post(desk("reply_publish", reply.pk), {"seen": seen})
    assert response.status_code == 409
    reply.refresh_from_db()
    assert reply.state == "waiting"
