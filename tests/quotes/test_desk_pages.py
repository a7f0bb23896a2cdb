"""The desk in the admin: queue, case, each button, and what the second person sees."""

from uuid import uuid4

import pytest

from quotes import actions
from quotes.actions.desk import OBJECT
from quotes.models import Answer, Message, QuoteRequest
from staff.queues import queues_for
from tests.factories import TreatmentFactory, UserFactory
from tests.quotes.factories import (
    CANARY,
    EMAIL,
    answered,
    confirmed,
    make_treatment,
    recipients,
    sent,
    submit,
)
from trust.access_log import entries_for

pytestmark = pytest.mark.django_db
QUEUE = "/admin/quotes/queue/"


@pytest.fixture
def desk(staff_client):
    return staff_client("quote coordinator")


def _case(request: QuoteRequest, step: str = "") -> str:
    return f"/admin/quotes/case/{request.pk}/{step}"


def _at(request: QuoteRequest, step: str) -> str:
    return _case(request, f"clinic/{recipients(request)[0].pk}/{step}/")


def test_the_queue_lists_cases_without_health_data(desk):
    request = confirmed()
    html = desk.get(QUEUE).content.decode()
    assert request.reference in html
    assert EMAIL not in html
    assert CANARY not in html
    assert not entries_for(OBJECT, request.pk).exists()


@pytest.mark.parametrize(("show", "seen"), [("checking", 1), ("open", 1), ("mine", 0), ("all", 2)])
def test_the_queue_filters_by_state(desk, show, seen):
    submit()
    found = [confirmed(), sent()]
    html = desk.get(QUEUE, {"show": show}).content.decode()
    assert sum(item.reference in html for item in found) == seen


@pytest.mark.parametrize("query", ["?show=%00", "?page=x", "?page=999999999999", "?show=\ud800"])
def test_the_queue_bears_strange_queries(desk, query):
    response = desk.get(QUEUE + query.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    assert response.status_code in {200, 400}


def test_a_late_case_is_marked(desk):
    request = confirmed()
    QuoteRequest.objects.update(confirmed_at=request.created_at.replace(year=2020))
    assert "<strong>late</strong>" in desk.get(QUEUE).content.decode()


def test_each_reading_of_a_case_is_logged(desk):
    request = confirmed()
    for _ in range(2):
        html = desk.get(_case(request)).content.decode()
    assert EMAIL in html
    assert CANARY in html
    assert "8.2 %" in html
    assert entries_for(OBJECT, request.pk).filter(action="opened").count() == 2


def test_take_send_ask_and_close(desk):
    request = confirmed()
    assert desk.post(_case(request, "take/")).status_code == 303
    assert desk.post(_at(request, "send"), {"how": "mail"}).status_code == 303
    request.refresh_from_db()
    assert (request.state, request.assignee) == ("open", desk.user)
    data = {"text": "Which tests do you have?", "key": uuid4()}
    assert desk.post(_case(request, "ask/"), data).status_code == 303
    assert Message.objects.get().by == desk.user
    assert desk.post(_case(request, "close/"), {"reason": "nonsense"}).status_code == 200
    assert desk.post(_case(request, "close/"), {"reason": "no_answer"}).status_code == 303
    request.refresh_from_db()
    assert request.outcome == "none"
    assert desk.get(_case(request)).status_code == 200


def test_refusing_needs_a_reason_from_the_list(desk):
    request = confirmed()
    assert desk.post(_case(request, "refuse/"), {}).status_code == 200
    assert desk.post(_case(request, "refuse/"), {"reason": "emergency"}).status_code == 303
    request.refresh_from_db()
    assert request.reason == "emergency"


def test_an_answer_by_telephone_is_typed_with_its_source(desk):
    request = sent()
    page = desk.get(_at(request, "answer"))
    assert page.status_code == 200
    assert EMAIL not in page.content.decode()
    form = {
        "do": "answer", "key": uuid4(), "line_treatment": "1980000", "tax": "included",
        "valid_until": "2026-01-01", "source": "phone",
    }  # fmt: skip
    html = desk.post(_at(request, "answer"), form).content.decode()
    assert "1980000" in html
    form["valid_until"] = page.context["forms"]["answer"].initial["valid_until"].isoformat()
    assert desk.post(_at(request, "answer"), form).status_code == 303
    given = Answer.objects.get()
    assert (given.source, given.typed_by, given.total_min) == ("phone", desk.user, 1_980_000)


def test_questions_and_refusals_by_telephone_are_typed(desk):
    request = sent(make_treatment())
    path = _at(request, "answer")
    assert desk.post(path, {"do": "question", "text": "x?", "key": uuid4()}).status_code == 303
    assert desk.post(path, {"do": "nothing"}).status_code == 200
    assert desk.post(path, {"do": "decline", "reason": "other"}).status_code == 303
    assert recipients(request)[0].state == "declined"


@pytest.mark.parametrize("problem", ["address", "consent", "listed", "how"])
def test_a_sending_that_is_not_possible_says_why(desk, problem):
    treatment = TreatmentFactory() if problem == "consent" else make_treatment()
    request = confirmed(treatment, send_to={treatment.clinic_id})
    if problem == "address":
        treatment.clinic.contact_confirmed_on = None
        treatment.clinic.save()
    if problem == "listed":
        treatment.publication = "withdrawn"
        treatment.save()
    how = "pigeon" if problem == "how" else "mail"
    response = desk.post(_at(request, "send"), {"how": how})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert recipients(request)[0].state == "waiting"


def test_the_second_person_gets_a_page_that_says_who_and_when(desk, staff_client):
    request, other = confirmed(), staff_client("quote coordinator")
    other.user.initials = "HK"
    other.user.save()
    assert other.post(_case(request, "take/")).status_code == 303
    response = desk.post(_case(request, "take/"))
    assert response.status_code == 409
    assert "Last change by HK" in response.content.decode()
    shown = {"instead_of": other.user.pk}
    assert desk.post(_case(request, "take/"), shown).status_code == 303
    assert other.post(_at(request, "send"), {"how": "mail"}).status_code == 303
    response = desk.post(_at(request, "send"), {"how": "mail"})
    assert response.status_code == 409
    assert "HK" in response.content.decode()


def test_a_larger_team_asks_for_a_reason_and_keeps_the_buttons(desk, settings):
    settings.SMALL_TEAM = False
    request = confirmed()
    actions.take_case(request=request, by=UserFactory())
    html = desk.get(_case(request)).content.decode()
    assert CANARY not in html
    assert EMAIL not in html
    assert CANARY in desk.post(_case(request), {"reason": "on holiday"}).content.decode()
    assert desk.post(_case(request, "refuse/"), {"reason": "abuse"}).status_code == 409


def test_the_admin_lists_have_no_health_data_and_no_buttons(desk):
    request = answered()
    base = "/admin/quotes/quoterequest/"
    for path in (base, f"{base}{request.pk}/change/"):
        html = desk.get(path).content.decode()
        assert request.reference in html
        assert EMAIL not in html
        assert CANARY not in html
    assert desk.get(f"{base}add/").status_code == 403
    assert desk.post(f"{base}{request.pk}/delete/").status_code == 403


def test_today_counts_what_waits(desk):
    confirmed()
    names = {queue.name: queue.count() for queue in queues_for(desk.user)}
    assert names["quotes-to-check"] == 1
    assert names["quotes-no-answer"] == 0
    assert desk.get("/admin/").status_code == 200


def test_the_queue_needs_the_same_queries_for_more_cases(desk, assert_same_queries):
    confirmed()

    def grow():
        for number in range(6):
            confirmed(make_treatment(), make_treatment(), email=f"n{number}@example.org")

    assert assert_same_queries(f"{QUEUE}?show=all", grow, as_client=desk) <= 15


def test_the_case_needs_the_same_queries_for_more_clinics(desk, assert_same_queries):
    request = sent(make_treatment(), make_treatment())

    def grow():
        for row in recipients(request):
            actions.ask_question(recipient=row, text="?", key=uuid4())

    assert assert_same_queries(_case(request), grow, as_client=desk) <= 25
