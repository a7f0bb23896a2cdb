"""After a refusal: the writer changes the review once, or asks another person."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from reviews import actions
from reviews.actions.create import MINE
from reviews.models import Appeal, Review
from staff.roles import REVIEW_MODERATOR, VERIFIER
from tests.factories import UserFactory
from tests.reviews.factories import (
    appealed_review,
    content,
    form_data,
    published_review,
    refused_review,
    waiting_review,
)
from trust import links, outbox
from trust.models import OutboxMail

pytestmark = pytest.mark.django_db


def mine(review, page="") -> str:
    return f"/reviews/mine/{links.current(purpose=MINE, object_id=review.pk).token}/{page}"


def new_answers(**values) -> dict:
    return form_data(treated_month=None, email=None, **values)


def appeal_form(**values) -> dict:
    sent = form_data()
    kept = {name: sent[name] for name in ("second_line", "opened_at", "form_key")}
    return {**kept, "text": "It names nobody.", **values}


def test_changed_review_waits_again_and_the_history_stays():
    review = refused_review(text="Dr. Nameless", reason="personal_data")
    changed = actions.resubmit_review(
        review_id=review.pk,
        content=content(review.treatment, text="No names", complication_help="Private", score=2),
    )
    changed.refresh_from_db()
    assert (changed.state, changed.reason, changed.note) == ("waiting", "", "")
    assert (changed.decided_by, changed.decided_at) == (None, None)
    assert (changed.text, changed.complication_help, changed.follow_up) == (
        "No names", "Private", 2,
    )  # fmt: skip
    assert changed.email == review.email
    steps = [(e.from_state, e.to_state, e.reason) for e in changed.events.all()]
    assert steps == [
        ("", "waiting", ""),
        ("waiting", "refused", "personal_data"),
        ("refused", "waiting", ""),
    ]


def test_there_is_one_change_only():
    review = refused_review()
    actions.resubmit_review(review_id=review.pk, content=content(review.treatment))
    actions.refuse_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    with pytest.raises(actions.NoMoreChance):
        actions.resubmit_review(review_id=review.pk, content=content(review.treatment))
    review.refresh_from_db()
    assert review.may_appeal(timezone.now())


@pytest.mark.parametrize("make", [waiting_review, published_review])
def test_only_a_refused_review_is_changed_or_appealed(make):
    review = make(text="As it was")
    with pytest.raises(actions.NoMoreChance):
        actions.resubmit_review(review_id=review.pk, content=content(review.treatment))
    with pytest.raises(actions.NoMoreChance):
        actions.make_appeal(review_id=review.pk, text="x", idempotency_key=uuid.uuid4())
    review.refresh_from_db()
    assert review.text == "As it was"


def test_thirty_days_end_both():
    review = refused_review()
    with time_machine.travel(timezone.now() + timedelta(days=30, minutes=1), tick=False):
        with pytest.raises(actions.NoMoreChance):
            actions.resubmit_review(review_id=review.pk, content=content(review.treatment))
        with pytest.raises(actions.NoMoreChance):
            actions.make_appeal(review_id=review.pk, text="x", idempotency_key=uuid.uuid4())
        assert not Review.objects.get(pk=review.pk).may_change(timezone.now())


def test_an_appeal_ends_the_change():
    appeal = appealed_review()
    with pytest.raises(actions.NoMoreChance):
        actions.resubmit_review(
            review_id=appeal.review_id, content=content(appeal.review.treatment)
        )


def test_changed_one_waits_since_its_change():
    older = refused_review()
    first = waiting_review()
    actions.resubmit_review(review_id=older.pk, content=content(older.treatment))
    assert list(Review.objects.waiting()) == [first, older]


def test_same_appeal_twice_is_one_and_another_is_refused():
    review, key = refused_review(), uuid.uuid4()
    given = {"review_id": review.pk, "text": "Look again"}
    first = actions.make_appeal(**given, idempotency_key=key)
    assert actions.make_appeal(**given, idempotency_key=key) == first
    with pytest.raises(actions.NoMoreChance):
        actions.make_appeal(**given, idempotency_key=uuid.uuid4())


def test_granted_appeal_publishes_in_one_step():
    appeal, by = appealed_review(), UserFactory()
    actions.grant_appeal(appeal_id=appeal.pk, by=by, note="You are right.")
    review = Review.objects.get(pk=appeal.review_id)
    assert (review.state, review.reason, review.decided_by) == ("published", "", by)
    assert review in Review.objects.published()
    last = review.events.last()
    assert (last.from_state, last.to_state, last.by) == ("refused", "published", by)


def test_refused_appeal_is_final_and_leaves_a_step():
    appeal, by = appealed_review(), UserFactory()
    actions.refuse_appeal(appeal_id=appeal.pk, by=by)
    review = Review.objects.get(pk=appeal.review_id)
    assert review.state == "refused"
    assert review.decided_by == appeal.refused_by, "who refused it first stays on the review"
    assert review.events.last().words == "appeal: the refusal stands"
    for act in (actions.grant_appeal, actions.refuse_appeal):
        with pytest.raises(actions.AlreadyDecided):
            act(appeal_id=appeal.pk, by=UserFactory())


def test_who_refused_does_not_decide_the_appeal():
    by = UserFactory()
    appeal = appealed_review(by=by)
    for act in (actions.grant_appeal, actions.refuse_appeal):
        with pytest.raises(actions.OwnRefusal):
            act(appeal_id=appeal.pk, by=by)
    with pytest.raises(IntegrityError, match="by_another_person"), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(
            outcome="granted", decided_by=by, decided_at=timezone.now()
        )


def test_decided_appeal_needs_a_person():
    appeal = appealed_review()
    with pytest.raises(IntegrityError, match="decision_has_person"), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(outcome="refused", decided_at=timezone.now())


def test_the_last_refuser_counts_after_a_change():
    first, second = UserFactory(), UserFactory()
    review = refused_review(by=first)
    actions.resubmit_review(review_id=review.pk, content=content(review.treatment))
    actions.refuse_review(review_id=review.pk, by=second, reason="abuse")
    appeal = actions.make_appeal(review_id=review.pk, text="x", idempotency_key=uuid.uuid4())
    assert appeal.refused_by == second


def test_page_offers_both_with_the_day_and_the_form_is_filled_in(client):
    review = refused_review(
        text="My <own> words", complication=True, complication_help="Told in confidence",
        paid_vs_quoted="more", difference_yen=70_000, score=2,
    )  # fmt: skip
    page = client.get(mine(review)).content.decode()
    assert mine(review, "change/") in page
    assert mine(review, "appeal/") in page
    form = client.get(mine(review, "change/")).content.decode()
    for kept in ("My &lt;own&gt; words", "Told in confidence", "70000", "Insults or threats"):
        assert kept in form, kept
    assert 'name="email"' not in form
    assert 'name="treated_month"' not in form
    response = client.post(mine(review, "change/"), new_answers(text="Better words"))
    assert response["Location"] == mine(review)
    review.refresh_from_db()
    assert (review.state, review.text) == ("waiting", "Better words")
    assert "reads it again within 48 hours" in client.get(mine(review)).content.decode()
    # The way back, and a second click.
    assert client.get(mine(review, "change/"))["Location"] == mine(review)
    assert client.post(mine(review, "change/"), new_answers())["Location"] == mine(review)


def test_bad_input_loses_nothing_and_changes_nothing(client):
    review = refused_review(text="As it was")
    sent = new_answers(text="Typed words", information=None, difference_yen="lots")
    page = client.post(mine(review, "change/"), sent).content.decode()
    assert "There is a problem" in page
    assert "Typed words" in page
    review.refresh_from_db()
    assert (review.state, review.text) == ("refused", "As it was")
    for words in ("", "   ", "x" * 1001, "\u202e"):
        response = client.post(mine(review, "appeal/"), appeal_form(text=words))
        assert "There is a problem" in response.content.decode()
    assert not Appeal.objects.exists()


def test_appeal_from_the_page(client):
    review = refused_review()
    assert "look" in client.get(mine(review, "appeal/")).content.decode()
    response = client.post(mine(review, "appeal/"), appeal_form())
    assert response["Location"] == mine(review)
    assert Appeal.objects.get().text == "It names nobody."
    page = client.get(mine(review)).content.decode()
    assert "It names nobody." in page
    assert mine(review, "change/") not in page
    assert client.post(mine(review, "appeal/"), appeal_form())["Location"] == mine(review)
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("page", ["change/", "appeal/"])
def test_pages_need_the_link_and_are_kept_by_nobody(client, page):
    assert client.get(f"/reviews/mine/abc/{page}").status_code == 404
    assert client.post(f"/reviews/mine/abc/{page}").status_code == 404
    response = client.get(mine(refused_review(), page))
    assert response["Cache-Control"] == "no-store, private"
    review = refused_review()
    address = mine(review, page)
    actions.withdraw_review(review_id=review.pk)
    assert client.get(address).status_code == 404


def test_mail_tells_both_ways_and_the_day_they_end(mailoutbox):
    review = refused_review()
    OutboxMail.objects.exclude(template="review_decided").delete()
    outbox.send_due()
    assert "You can change it once until" in mailoutbox[0].body
    assert "you can appeal until" in mailoutbox[0].body
    appeal = actions.make_appeal(review_id=review.pk, text="x", idempotency_key=uuid.uuid4())
    actions.refuse_appeal(appeal_id=appeal.pk, by=UserFactory(), note="Second note")
    outbox.send_due()
    assert "The refusal stands" in mailoutbox[1].body
    assert "Second note" in mailoutbox[1].body
    assert "until" not in mailoutbox[1].body


@pytest.mark.parametrize("role", [REVIEW_MODERATOR, VERIFIER])
def test_appeal_is_decided_at_the_desk(staff_client, role):
    appeal = appealed_review(text="The words to judge")
    client = staff_client(role)
    page = client.get(reverse("admin:reviews_appeal", args=[appeal.pk])).content.decode()
    assert "The words to judge" in page
    assert "It names nobody." in page
    address = reverse("admin:reviews_appeal_decide", args=[appeal.pk])
    assert "There is a problem" in client.post(address, {"note": "kept"}).content.decode()
    response = client.post(address, {"outcome": "granted", "note": ""})
    assert response["Location"] == reverse("admin:reviews_appeals")
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.decided_by_id) == ("granted", client.user.pk)
    assert client.post(address, {"outcome": "refused"}).status_code == 409


def test_own_refusal_is_told_and_stores_nothing(staff_client):
    client = staff_client(REVIEW_MODERATOR)
    appeal = appealed_review(by=client.user)
    page = client.get(reverse("admin:reviews_appeal", args=[appeal.pk])).content.decode()
    assert 'name="outcome"' not in page
    assert "For somebody else" in client.get(reverse("admin:reviews_appeals")).content.decode()
    address = reverse("admin:reviews_appeal_decide", args=[appeal.pk])
    response = client.post(address, {"outcome": "granted"})
    assert response.status_code == 409
    assert "You refused this review" in response.content.decode()
    appeal.refresh_from_db()
    assert appeal.outcome == ""


def test_who_refused_it_once_is_not_sent_to_its_appeal(staff_client):
    first = staff_client(REVIEW_MODERATOR)
    review = refused_review(by=first.user)
    actions.resubmit_review(review_id=review.pk, content=content(review.treatment))
    actions.refuse_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    appeal = actions.make_appeal(review_id=review.pk, text="x", idempotency_key=uuid.uuid4())
    page = first.get(reverse("admin:reviews_appeals")).text
    assert "For somebody else" in page
    assert reverse("admin:reviews_appeal", args=[appeal.pk]) not in page
    assert (
        reverse("admin:reviews_appeal", args=[appeal.pk])
        in staff_client(REVIEW_MODERATOR).get(reverse("admin:reviews_appeals")).text
    )


def test_the_refuser_is_told_so_even_while_others_are_held():
    refuser = UserFactory()
    appeal = appealed_review(by=refuser)
    other = waiting_review(appeal.review.treatment)
    Review.objects.filter(pk=other.pk).update(held_since=timezone.now())
    with pytest.raises(actions.OwnRefusal):
        actions.grant_appeal(appeal_id=appeal.pk, by=refuser)
