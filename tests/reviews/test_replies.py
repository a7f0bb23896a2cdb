"""A clinic's reply: asked for once, read by a person, below its review, gone with it."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reviews import actions, retention
from reviews.models import Reply, ReplyEvent, Review
from reviews.replies import actions as replies
from reviews.replies.jobs import ask_late
from reviews.replies.links import REPLY
from tests.factories import ClinicFactory, TreatmentFactory, UserFactory
from tests.reviews.factories import (
    appealed_review,
    asked_reply,
    published_reply,
    published_review,
    refused_review,
    waiting_reply,
    waiting_review,
)
from trust import links
from trust.models import OutboxMail
from trust.outbox import send_due

pytestmark = pytest.mark.django_db


def address(reply: Reply) -> str:
    return f"/reviews/reply/{links.current(purpose=REPLY, object_id=reply.review_id).token}/"


def send(reply: Reply, text: str = "We are sorry for the wait.", key=None, client=None):
    data = {"do": "send", "text": text, "form_key": str(key or uuid.uuid4())}
    return (client or Client()).post(address(reply), data)


def public_page(reply: Reply) -> str:
    slug = reply.review.treatment.clinic.slug
    return Client().get(reverse("pages:clinic_reviews", args=[slug])).text


def test_a_published_review_asks_the_clinic_once(mailoutbox):
    reply = asked_reply(text="A long wait in the hall.")
    assert (reply.state, reply.tries, reply.text) == ("asked", 0, "")
    OutboxMail.objects.exclude(template__startswith="review_reply").delete()
    assert send_due() == 1
    [mail] = mailoutbox
    assert mail.to == ["clinic@example.org"]
    assert address(reply) in mail.body
    assert "/ja/reviews/reply/" in mail.body
    assert "A long wait" not in mail.body, "what was written stands only behind the link"
    link = links.current(purpose=REPLY, object_id=reply.review_id)
    days = (link.expires_at - timezone.now()).total_seconds() / 86400
    assert 59.9 < days <= 60
    replies.ask_for_reply(review=reply.review)
    assert Reply.objects.count() == 1
    assert OutboxMail.objects.filter(template="review_reply_asked").count() == 1


@pytest.mark.parametrize(
    "contact",
    [{"contact_email": ""}, {"contact_email": "a@example.org", "contact_confirmed_on": None}],
)
def test_nobody_is_asked_without_a_confirmed_address(contact):
    published_review(TreatmentFactory(clinic=ClinicFactory(**contact)))
    assert not Reply.objects.exists()
    assert not OutboxMail.objects.filter(template="review_reply_asked").exists()


def test_waiting_and_refused_reviews_ask_nobody():
    clinic = ClinicFactory(contact_email="a@example.org", contact_confirmed_on=timezone.localdate())
    waiting_review(TreatmentFactory(clinic=clinic))
    refused_review(TreatmentFactory(clinic=clinic))
    assert not Reply.objects.exists()


def test_a_clinic_confirmed_later_is_asked_by_the_job():
    review = published_review()
    clinic = review.treatment.clinic
    assert ask_late() == 0
    clinic.contact_email, clinic.contact_confirmed_on = "a@example.org", timezone.localdate()
    clinic.save()
    assert ask_late() == 1
    assert ask_late() == 0
    Reply.objects.all().delete()
    assert ask_late(timezone.now() + timedelta(days=61)) == 0, "old reviews are left alone"


def test_a_mail_is_dropped_when_the_address_is_not_confirmed_any_more(mailoutbox):
    reply = asked_reply()
    clinic = reply.review.treatment.clinic
    clinic.contact_email, clinic.contact_confirmed_on = "new@example.org", None
    clinic.save()
    OutboxMail.objects.exclude(template__startswith="review_reply").delete()
    assert send_due() == 0
    assert not mailoutbox


def test_another_address_ends_the_old_link_and_gets_its_own(client, mailoutbox):
    reply = asked_reply()
    old, clinic = address(reply), reply.review.treatment.clinic
    clinic.contact_email, clinic.contact_confirmed_on = "new@example.org", None
    clinic.save()
    assert client.get(old).status_code == 404, "nobody looked at the new address yet"
    assert ask_late() == 0
    clinic.contact_confirmed_on = timezone.localdate()
    clinic.save()
    assert client.get(old).status_code == 404
    OutboxMail.objects.all().delete()
    assert ask_late() == 1
    assert ask_late() == 0
    assert client.get(old).status_code == 404
    assert client.get(address(reply)).status_code == 200
    send_due()
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]


def test_the_page_shows_what_is_public_and_nothing_about_the_writer(client):
    reply = asked_reply(text="A long wait.", email="canary@example.org", complication_help="secret")
    page = client.get(address(reply))
    assert page.status_code == 200
    assert "A long wait." in page.text
    assert page["Cache-Control"] == "no-store, private"
    for private in ("canary", "secret", str(reply.review_id), "4 of 5"):
        assert private not in page.text


def test_reading_the_page_changes_nothing(client, django_assert_max_num_queries):
    reply = asked_reply()
    with django_assert_max_num_queries(12):
        client.get(address(reply))
    reply.refresh_from_db()
    assert reply.state == "asked"


def test_a_reply_waits_for_a_person_and_then_stands_below_the_review(client):
    reply = asked_reply(text="A long wait.")
    assert send(reply, "We <b>now</b> have two more rooms.").status_code == 303
    reply.refresh_from_db()
    assert (reply.state, reply.tries) == ("waiting", 1)
    assert "two more rooms" not in public_page(reply)
    assert "A person reads it within 48 hours" in client.get(address(reply)).text
    replies.publish_reply(reply_id=reply.pk, by=UserFactory())
    page = public_page(reply)
    assert "We &lt;b&gt;now&lt;/b&gt; have two more rooms." in page
    assert "Reply of the clinic" in page
    assert page.index("A long wait.") < page.index("two more rooms")
    steps = [(e.from_state, e.to_state, bool(e.by)) for e in ReplyEvent.objects.all()]
    assert steps == [("asked", "waiting", False), ("waiting", "published", True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Please write your reply."),
        ("x" * 1001, "at most 1000"),
        ("a\u202eb", "hidden character"),
    ],
)
def test_a_reply_that_cannot_be_sent_keeps_what_was_typed(client, text, words):
    reply = asked_reply()
    page = send(reply, text, client=client)
    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert words in page.text
    reply.refresh_from_db()
    assert reply.state == "asked"
    assert text[:900] in page.text


def test_the_same_form_twice_is_one_reply(client):
    reply, key = asked_reply(), uuid.uuid4()
    assert send(reply, key=key).status_code == 303
    assert send(reply, key=key).status_code == 303
    reply.refresh_from_db()
    assert (reply.tries, reply.events.count()) == (1, 1)


def test_a_second_window_is_told_and_loses_no_words(client):
    reply = asked_reply()
    send(reply, "The first")
    late = send(reply, "The second")
    assert late.status_code == 409
    assert "The second" in late.text
    reply.refresh_from_db()
    assert reply.text == "The first"


def test_a_refusal_allows_one_more_try_and_then_the_words_go(client, mailoutbox):
    reply = waiting_reply("You came on 3 March with your knee.")
    by = UserFactory()
    replies.refuse_reply(reply_id=reply.pk, by=by, reason="patient_facts", note="Leave the day out")
    page = client.get(address(reply)).text
    assert "Tells something about a patient" in page
    assert "Leave the day out" in page
    assert "You came on 3 March" in page, "the form begins with the old words"
    OutboxMail.objects.exclude(template="review_reply_decided").delete()
    send_due()
    assert "Leave the day out" in mailoutbox[0].body
    assert "Tells something about a patient" in mailoutbox[0].body
    assert "3 March" not in mailoutbox[0].body
    assert send(reply, "We are sorry.").status_code == 303
    replies.refuse_reply(reply_id=reply.pk, by=by, reason="abuse")
    reply.refresh_from_db()
    assert (reply.state, reply.text, reply.tries_left) == ("refused", "", 0)
    page = client.get(address(reply)).text
    assert "It cannot be sent again." in page
    assert 'name="text"' not in page
    assert send(reply, "A third").status_code == 409


def test_a_refusal_needs_a_reason_of_the_list():
    with pytest.raises(ValueError, match="unknown reason"):
        replies.refuse_reply(reply_id=waiting_reply().pk, by=UserFactory(), reason="dislike")


def test_the_clinic_takes_its_reply_back(client):
    reply = published_reply(text="We are sorry for the wait.")
    assert "We are sorry" in public_page(reply)
    assert client.post(address(reply), {"do": "take_back"}).status_code == 303
    assert client.post(address(reply), {"do": "take_back"}).status_code == 303
    reply.refresh_from_db()
    assert (reply.state, reply.text) == ("withdrawn", "")
    assert "We are sorry" not in public_page(reply)
    assert "You took your reply back." in client.get(address(reply)).text
    assert send(reply).status_code == 409


def test_a_published_reply_can_be_taken_back_after_60_days(client):
    reply = published_reply()
    link = links.current(purpose=REPLY, object_id=reply.review_id)
    assert link.expires_at > timezone.now() + timedelta(days=3000)


@pytest.mark.parametrize("make", [asked_reply, waiting_reply, published_reply])
def test_erasing_the_review_deletes_its_reply_and_ends_the_link(client, make):
    reply = make()
    path = address(reply)
    actions.withdraw_review(review_id=reply.review_id)
    assert not Reply.objects.exists()
    assert not ReplyEvent.objects.exists()
    assert client.get(path).status_code == 404
    assert client.post(path, {"do": "take_back"}).status_code == 404


def test_a_review_that_is_not_public_hides_its_reply(client):
    reply, other = published_reply(text="Not seen"), waiting_reply()
    for review in (reply.review, other.review):
        Review.objects.filter(pk=review.pk).update(state="refused", reason="abuse")
    assert "Not seen" not in public_page(reply)
    assert client.get(address(reply)).status_code == 404
    assert not Reply.objects.waiting().exists()
    with pytest.raises(replies.ReplyClosed):
        replies.publish_reply(reply_id=other.pk, by=UserFactory())


@pytest.mark.parametrize("token", ["x", "a" * 300])
def test_another_link_opens_nothing(client, token):
    assert client.get(f"/reviews/reply/{token}/").status_code == 404


def test_time_deletes_what_nobody_needs():
    asked, refused, published = asked_reply(), waiting_reply(), published_reply()
    replies.refuse_reply(reply_id=refused.pk, by=UserFactory(), reason="abuse")
    Reply.objects.update(changed_at=timezone.now() - timedelta(days=61))
    retention.purge()
    refused.refresh_from_db()
    assert refused.text == ""
    assert not Reply.objects.filter(pk=asked.pk).exists()
    Reply.objects.update(changed_at=timezone.now() - timedelta(days=366))
    retention.purge()
    assert list(Reply.objects.all()) == [published]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("decision_has_person", {"state": "published"}),
        ("refused_has_reason", {"reason": "abuse"}),
        ("sent_has_words", {"text": ""}),
        ("taken_back_is_empty", {"state": "withdrawn"}),
        ("two_tries", {"tries": 3}),
    ],
)
def test_the_database_refuses(name, values):
    reply = waiting_reply()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(**values)


def test_steps_are_never_changed():
    reply = waiting_reply()
    with pytest.raises(TypeError):
        reply.events.update(reason="")
    with pytest.raises(TypeError):
        reply.events.all().delete()


def test_reviews_with_replies_need_no_more_queries(client, assert_same_queries):
    treatment = TreatmentFactory()
    clinic = treatment.clinic
    clinic.contact_email, clinic.contact_confirmed_on = "a@example.org", timezone.localdate()
    clinic.save()

    def grow(times=6):
        for _ in range(times):
            reply = published_review(treatment).reply
            replies.send_reply(reply_id=reply.pk, text="Thank you.", form_key=uuid.uuid4())
            replies.publish_reply(reply_id=reply.pk, by=UserFactory())

    grow(5)  # with five the means stand there, too
    path = reverse("pages:clinic_reviews", args=[clinic.slug])
    assert assert_same_queries(path, grow) <= 12


def test_words_out_of_sight_are_shown_to_nobody(client, staff_client):
    reply = waiting_reply()
    Review.objects.filter(pk=reply.review_id).update(
        text="Canary words", text_hidden_at=timezone.now()
    )
    assert "Canary" not in client.get(address(reply)).text
    desk = staff_client("review moderator")
    page = desk.get(reverse("admin:reviews_reply", args=[reply.pk])).content.decode()
    assert "Canary" not in page


def test_an_appeal_that_is_granted_asks_the_clinic():
    clinic = ClinicFactory(contact_email="a@example.org", contact_confirmed_on=timezone.localdate())
    appeal = appealed_review(TreatmentFactory(clinic=clinic))
    assert not Reply.objects.exists()
    actions.grant_appeal(appeal_id=appeal.pk, by=UserFactory())
    assert Reply.objects.get().state == "asked"
