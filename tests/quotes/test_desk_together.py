"""Two people on one case, texts ready to send, the preview, the list as a file."""

import csv
import io
import re
from uuid import uuid4

import pytest

from quotes import actions
from quotes.actions.desk import OBJECT
from quotes.desk.replies import REPLIES
from quotes.models import Answer, Message
from tests.quotes.factories import (
    CANARY,
    EMAIL,
    answered,
    choose,
    confirmed,
    fresh_answer,
    recipients,
    sent,
)
from tests.quotes.pages import as_patient
from trust.access_log import entries_for

pytestmark = pytest.mark.django_db


def case(request, step=""):
    return f"/admin/quotes/case/{request.pk}/{step}"


def opened(client, request, step=""):
    """Open a page and return the time its forms carry."""
    return re.search(r'name="seen" value="([^"]+)"', client.get(case(request, step)).text)[1]


@pytest.fixture
def two(staff_client):
    return staff_client("quote coordinator"), staff_client("quote coordinator")


def test_what_the_other_wrote_is_shown_and_nothing_typed_is_lost(two):
    request, (one, other) = confirmed(), two
    seen = opened(one, request)
    other.post(case(request, "ask/"), {"text": "first words", "key": uuid4()})
    typed = {"text": "my long text", "key": uuid4(), "seen": seen}
    again = one.post(case(request, "ask/"), typed)
    assert again.status_code == 200
    assert "changed while you had this page open" in again.text
    assert "first words" in again.text
    assert ">\nmy long text</textarea>" in again.text
    assert Message.objects.count() == 1
    seen = re.search(r'name="seen" value="([^"]+)"', again.text)[1]
    assert one.post(case(request, "ask/"), {**typed, "seen": seen}).status_code == 303
    assert Message.objects.count() == 2


def test_ones_own_work_in_another_window_stops_nobody(two):
    request, one = confirmed(), two[0]
    seen = opened(one, request)
    one.post(case(request, "ask/"), {"text": "mine", "key": uuid4()})
    typed = {"text": "mine again", "key": uuid4(), "seen": seen}
    assert one.post(case(request, "ask/"), typed).status_code == 303


@pytest.mark.parametrize("step", ["refuse/", "close/"])
def test_ending_a_case_that_changed_asks_again(two, step):
    request = sent() if step == "close/" else confirmed()
    one = two[0]
    seen = opened(one, request)
    actions.reply(request=request, text="please wait for me", key=uuid4())
    reason = "no_answer" if step == "close/" else "abuse"
    again = one.post(case(request, step), {"reason": reason, "seen": seen})
    assert again.status_code == 200
    assert "please wait for me" in again.text
    request.refresh_from_db()
    assert request.state != "closed"


def test_an_answer_typed_while_the_clinic_answers_is_kept(two):
    request, one = sent(), two[0]
    row = recipients(request)[0]
    step = f"clinic/{row.pk}/answer/"
    seen = opened(one, request, step)
    actions.ask_question(recipient=row, text="Which HbA1c?", key=uuid4())
    typed = {
        "do": "answer", "line_treatment": "1,234,567", "tax": "included", "source": "phone",
        "valid_until": "2099-01-01", "key": uuid4(), "seen": seen,
    }  # fmt: skip
    again = one.post(case(request, step), typed)
    assert "Which HbA1c?" in again.text
    assert 'value="1,234,567"' in again.text
    assert not Answer.objects.exists()


def test_words_that_came_too_late_stand_on_the_conflict_page(two, settings):
    settings.SMALL_TEAM = False
    request, (one, other) = confirmed(), two
    actions.take_case(request=request, by=other.user)
    late = one.post(case(request, "ask/"), {"text": "do not lose me", "key": uuid4()})
    assert late.status_code == 409
    assert "do not lose me" in late.text


@pytest.mark.parametrize("seen", ["", "x", "2026-13-45T00:00:00Z", "2026-01-01T00:00:00"])
def test_a_strange_time_counts_as_none(two, seen):
    request, one = confirmed(), two[0]
    typed = {"text": "hello", "key": uuid4(), "seen": seen}
    assert one.post(case(request, "ask/"), typed).status_code == 303


def test_a_ready_text_waits_in_the_patients_language(two):
    request = confirmed(language="ja")
    page = two[0].get(case(request) + "?reply=no_advice").text
    box = page[page.index('id="id_staff_text"') :]
    assert "主治医" in box[: box.index("</textarea>")]
    assert not Message.objects.exists()
    for reply in REPLIES:
        assert f"?reply={reply.code}#" in page
    assert two[0].get(case(request) + "?reply=nothing").status_code == 200


def test_the_preview_is_her_page_without_buttons_and_is_logged(two):
    request = answered()
    page = two[0].get(case(request, "preview/")).text
    assert "Preview for our staff" in page
    assert "¥2,000,000" in page
    assert page.split("<main")[1].count("<form") == 0
    assert entries_for(OBJECT, request.pk).last().action == "opened"
    assert "our staff read it" in as_patient(request).get("/quotes/mine/").text


def test_the_preview_of_anothers_case_asks_for_the_reason_first(two, settings):
    settings.SMALL_TEAM = False
    request, (one, other) = answered(), two
    actions.take_case(request=request, by=other.user)
    assert one.get(case(request, "preview/"))["Location"] == case(request)


def test_the_list_as_a_file_is_logged_and_holds_no_health_data(two):
    request, later = answered(), sent(email="two@example.org")
    file = two[0].post("/admin/quotes/queue/export/", {"show": "open"})
    assert file["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [request.reference, later.reference]
    for word in (EMAIL, CANARY, "8.2", "PH"):
        assert word not in file.content.decode()
    for quote in (request, later):
        assert entries_for(OBJECT, quote.pk).last().action == "exported"
    assert "our staff saved a list" in as_patient(request).get("/quotes/mine/").text


def test_a_clinics_name_is_no_formula_in_the_file(two):
    request = sent()
    clinic = recipients(request)[0].clinic
    clinic.name_en = clinic.name_ja = "=HYPERLINK(1)"
    clinic.save()
    file = two[0].post("/admin/quotes/queue/export/", {"show": "open"}).content.decode()
    assert "'=HYPERLINK(1)" in file


def test_the_file_is_for_coordinators(staff_client):
    for role in (None, "review moderator", "listing editor", "administrator"):
        assert staff_client(role).post("/admin/quotes/queue/export/").status_code == 403


def test_staff_read_the_name_only_after_the_choice(two):
    request = answered()
    assert f"Anna {CANARY}" not in two[0].get(case(request)).text
    choose(fresh_answer(request))
    assert f"Anna {CANARY}" in two[0].get(case(request)).text
