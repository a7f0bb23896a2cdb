"""Replies at the desk: without scores, with marks, for moderators only."""

import re
import uuid

import pytest
from django.urls import reverse

from reviews.models import Reply
from reviews.replies.flags import find_reply_flags
from staff.models import User
from staff.queues import tasks_for
from staff.roles import REVIEW_MODERATOR, ROLE_NAMES
from tests.reviews.factories import asked_reply, published_reply, shown, waiting_reply
from trust import access_log

pytestmark = pytest.mark.django_db
SCORES = re.compile(r"7.?654.?321|more than quoted|[1-5] of 5|very good|very bad")


@pytest.fixture
def moderator(staff_client):
    return staff_client(REVIEW_MODERATOR)


def url(reply, name="") -> str:
    return reverse(f"admin:reviews_reply{name}", args=[reply.pk])


def test_the_desk_shows_both_sides_and_no_score(moderator):
    reply = waiting_reply(
        "When you came with your knee, you had no pain.",
        paid_vs_quoted="more", difference_yen=7_654_321, score=1,
    )  # fmt: skip
    for address in (reverse("admin:reviews_replies"), url(reply)):
        assert not SCORES.search(moderator.get(address).content.decode())
    page = moderator.get(url(reply)).content.decode()
    assert "May tell something about the patient" in page
    assert "<mark" in page
    moderator.post(url(reply, "_publish"), shown(moderator, url(reply)))
    assert not SCORES.search(moderator.get(url(reply)).content.decode())


def test_each_opening_is_recorded(moderator):
    reply = waiting_reply()
    moderator.post(url(reply, "_publish"), shown(moderator, url(reply)))
    moderator.get(url(reply))
    entries = access_log.entries_for("reviews.reply", reply.pk)
    assert [(e.action, e.role) for e in entries] == [("read", REVIEW_MODERATOR)] * 2


def test_a_decision_leads_to_the_next(moderator):
    first, second = waiting_reply(), waiting_reply()
    response = moderator.post(url(first, "_publish"), shown(moderator, url(first)))
    assert response["Location"] == url(second)
    data = shown(moderator, url(second)) | {"refuse-reason": "pressure", "refuse-note": ""}
    response = moderator.post(url(second, "_refuse"), data)
    assert response["Location"] == reverse("admin:reviews_replies")
    second.refresh_from_db()
    assert (second.state, second.reason) == ("refused", "pressure")
    assert second.decided_by_id == moderator.user.pk


def test_a_refusal_without_reason_decides_nothing(moderator):
    reply = waiting_reply()
    page = moderator.post(url(reply, "_refuse"), {"refuse-note": "typed note"}).content.decode()
    assert "There is a problem" in page
    assert "typed note" in page
    reply.refresh_from_db()
    assert reply.state == "waiting"


@pytest.mark.parametrize("name", ["_publish", "_refuse"])
def test_who_comes_second_is_told(moderator, name):
    reply = published_reply()
    response = moderator.post(url(reply, name), {"refuse-reason": "abuse"})
    assert response.status_code == 409
    assert "Your decision was not stored" in response.content.decode()


def test_a_published_reply_can_be_taken_away_with_a_reason(moderator, client):
    reply = published_reply(text="You came in May.")
    slug = reply.review.treatment.clinic.slug
    assert "There is a problem" in moderator.post(url(reply, "_remove")).content.decode()
    data = shown(moderator, url(reply)) | {"remove-reason": "patient_facts", "remove-note": ""}
    assert moderator.post(url(reply, "_remove"), data)["Location"] == url(reply)
    assert "You came in May" not in client.get(f"/clinics/{slug}/reviews/").text
    reply.refresh_from_db()
    assert (reply.state, reply.tries_left) == ("refused", 1)
    assert [e.to_state for e in reply.events.all()] == ["waiting", "published", "refused"]
    assert moderator.post(url(reply, "_remove"), {"remove-reason": "abuse"}).status_code == 409


@pytest.mark.parametrize("name", ["", "_publish", "_refuse", "_remove"])
def test_an_unknown_reply_is_not_found(moderator, name):
    address = reverse(f"admin:reviews_reply{name}", args=[uuid.uuid4()])
    data = {"refuse-reason": "abuse", "remove-reason": "abuse"}
    response = moderator.post(address, data) if name else moderator.get(address)
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["_publish", "_refuse", "_remove"])
def test_deciding_is_for_moderators_only(client, staff_client, name):
    reply = waiting_reply()
    assert client.post(url(reply, name)).status_code == 302
    for role in [None, *(r for r in ROLE_NAMES if r != REVIEW_MODERATOR)]:
        assert staff_client(role).post(url(reply, name)).status_code == 403, role
    assert Reply.objects.get().state == "waiting"


def test_waiting_replies_stand_on_today(moderator, staff_client):
    waiting_reply()
    asked_reply()
    tasks = {t.queue.name: t for t in tasks_for(User.objects.get(pk=moderator.user.pk))}
    assert tasks["review_replies"].count == 1
    other = staff_client("quote coordinator")
    assert "review_replies" not in {t.queue.name for t in tasks_for(other.user)}


def test_the_queue_does_not_grow_in_queries(moderator, assert_same_queries):
    waiting_reply()
    published_reply()

    def grow():
        for _ in range(8):
            waiting_reply()
            published_reply()

    assert assert_same_queries(reverse("admin:reviews_replies"), grow, as_client=moderator) <= 12


FACTS = [
    "You came to us on 3 March 2026.",
    "When you visited, you paid only half.",
    "Your blood tests were explained to you.",
    "Dear Mr Tanaka, thank you.",
    "Your husband was there, too.",
    "We looked into your medical records.",
    "You were diagnosed with arthritis.",
    "8月12日に来院された際、説明いたしました。",
    "カルテを確認しましたが、そのような記録はありません。",
    "膝の検査結果は当日お伝えしています。",
    "田中様、ご来院ありがとうございました。",
    "奥様にもご説明いたしました。",
    "35万円をお支払いいただきましたが、全額返金済みです。",
    "糖尿病の既往があることを伺っておりました。",
]
FINE = [
    "Thank you for telling us. We now explain the price on one page.",
    "We are sorry that the wait was long. Two more rooms open next spring.",
    "Everybody gets the price list on paper before deciding.",
    "We train our reception in English every week.",
    "貴重なご意見をありがとうございます。待ち時間の短縮に努めます。",
    "費用のご説明の方法を見直しました。一覧表をお渡しするようにしております。",
    "お客様のご意見を真摯に受け止めます。",
    "個別の内容にはお答えできませんが、接遇の研修を行いました。",
]


@pytest.mark.parametrize("text", FACTS)
def test_facts_about_a_patient_are_marked(text):
    codes = {flag.code for flag in find_reply_flags(text)}
    assert "patient_fact" in codes, codes
    for flag in find_reply_flags(text):
        for span in flag.spans:
            assert text[span.start : span.end] == span.words


@pytest.mark.parametrize("text", FINE)
def test_a_reply_about_service_is_not_marked(text):
    assert find_reply_flags(text) == []


def test_no_text_breaks_the_rules():
    for text in ("", "\ud800", "\x00" * 10, "様" * 1000, "1月" * 500, "A" * 1000):
        find_reply_flags(text)
