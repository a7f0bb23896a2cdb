"""The patient's page: what it shows, what its buttons do, who may press them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from quotes import actions, published
from quotes.models import Answer, Introduction, Message, QuoteRequest
from tests.factories import TreatmentFactory, UserFactory
from tests.quotes.factories import (
    answer,
    answered,
    choose,
    confirmed,
    fresh_answer,
    make_treatment,
    recipients,
    sent,
    submit,
)
from tests.quotes.pages import as_patient, clinic_path
from trust.models import SecretLink

pytestmark = pytest.mark.django_db


def _html(client: Client) -> str:
    response = client.get("/quotes/mine/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def test_the_link_leaves_the_address_bar(client):
    request = submit()
    token = SecretLink.objects.get(purpose="quote").token
    response = client.get(f"/quotes/r/{token}/")
    assert response["Location"] == "/quotes/mine/"
    assert token not in _html(client)
    assert request.reference in _html(client)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (submit, "Open the mail we sent to"),
        (confirmed, "Being checked"),
        (sent, "Sent to the clinic on"),
        (answered, "1 answer to look at."),
    ],
)
def test_the_page_says_where_it_stands(make, words):
    assert words in _html(as_patient(make()))


def test_a_question_stands_on_top_and_can_be_answered():
    request = sent()
    actions.ask_question(recipient=recipients(request)[0], text="Which HbA1c?", key=uuid4())
    client = as_patient(request)
    html = _html(client)
    assert "has a question." in html
    assert "Which HbA1c?" in html
    path = f"/quotes/mine/clinic/{recipients(request)[0].pk}/reply/"
    assert client.post(path, {"text": "8.2", "key": uuid4()}).status_code == 303
    assert recipients(request)[0].state == "sent"


def test_a_message_too_long_is_kept_and_told():
    request = sent()
    client = as_patient(request)
    path = f"/quotes/mine/clinic/{recipients(request)[0].pk}/reply/"
    html = client.post(path, {"text": "y" * 2001, "key": uuid4()}).content.decode()
    assert "y" * 2001 in html
    assert "Error:" in html
    assert not Message.objects.exists()


def test_answers_stand_side_by_side_and_expiry_shows():
    request = answered(make_treatment(), make_treatment())
    html = _html(as_patient(request))
    for recipient in recipients(request):
        assert html.count(recipient.clinic.name) >= 2
    assert html.count("¥2,000,000") == 4
    Answer.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    html = _html(as_patient(request))
    assert "Expired" in html
    assert ">Choose<" not in html


def test_choosing_asks_first_and_then_closes():
    request = answered()
    client, path = as_patient(request), f"/quotes/mine/answer/{fresh_answer(request).pk}/choose/"
    assert "No contract and no payment here" in client.get(path).content.decode()
    assert Answer.objects.get().state == "open"
    given = {"name": "Anna Sample", "contact": "+63 2 8123 4567", "agree": "on"}
    for missing in given:
        shown = client.post(path, {**given, missing: ""})
        assert shown.status_code == 200
        assert "Error:" in shown.text
        assert Answer.objects.get().state == "open"
        assert all(text in shown.text for name, text in given.items() if name != missing)
    assert client.post(path, given).status_code == 303
    assert Answer.objects.get().state == "chosen"
    assert client.post(path, given).status_code == 303  # the second click of a double click
    assert Introduction.objects.count() == 1
    html = _html(client)
    assert "You chose a clinic" in html
    assert "Anna Sample, +63 2 8123 4567" in html


def test_who_saw_my_request_names_the_organisation_only(settings):
    request, staff = confirmed(), UserFactory(first_name="Hanako")
    for _ in range(3):
        actions.open_case(request=request, by=staff)
    html = _html(as_patient(request))
    assert settings.OPERATOR_NAME in html
    assert "our staff read it (3 times)" in html
    assert staff.username not in html
    assert "Hanako" not in html


def test_a_list_only_clinic_is_ticked_later():
    request = confirmed(TreatmentFactory(), send_to=set())
    client, recipient = as_patient(request), recipients(request)[0]
    assert "May we send it to" in _html(client)
    path = f"/quotes/mine/clinic/{recipient.pk}/allow/"
    client.post(path)
    assert recipients(request)[0].consent is None
    client.post(path, {"agree": "1"})
    assert recipients(request)[0].consent is not None


def test_withdraw_erase_extend_new_link_and_leave():
    request = sent()
    client = as_patient(request)
    assert client.post("/quotes/mine/extend/").status_code == 303
    response = client.post("/quotes/mine/new-link/")
    assert response["Location"] == "/quotes/request/sent/"
    assert client.get("/quotes/mine/").status_code == 200
    assert "Take the request back?" in client.get("/quotes/mine/withdraw/").content.decode()
    assert client.post("/quotes/mine/withdraw/").status_code == 303
    assert "Withdrawn" in _html(client)
    assert client.get("/quotes/mine/erase/").status_code == 200
    assert client.post("/quotes/mine/erase/")["Location"] == "/quotes/erased/"
    assert client.get("/quotes/erased/").status_code == 200
    assert client.get("/quotes/mine/")["Location"] == "/quotes/track/"
    assert QuoteRequest.objects.get().state == "erased"


def test_leaving_ends_the_visit():
    client = as_patient(sent())
    client.post("/quotes/mine/leave/")
    assert client.get("/quotes/mine/")["Location"] == "/quotes/track/"


def test_a_revoked_link_ends_the_visit_at_once():
    request = sent()
    client = as_patient(request)
    actions.renew_link(request=request)
    assert client.get("/quotes/mine/")["Location"] == "/quotes/track/"


def test_a_view_only_link_reads_but_does_not_write():
    from quotes.links import PATIENT
    from trust import links

    request = answered()
    link = links.issue(
        purpose=PATIENT,
        object_id=request.pk,
        expires_at=timezone.now() + timedelta(days=1),
        view_only=True,
    )
    client = Client()
    client.get(f"/quotes/r/{link.token}/")
    assert client.get("/quotes/mine/").status_code == 200
    assert client.post("/quotes/mine/withdraw/").status_code == 404
    request.refresh_from_db()
    assert request.state == "open"


def test_the_page_needs_the_same_queries_for_more_rows(assert_same_queries):
    treatments = [make_treatment() for _ in range(3)]
    request = sent(*treatments)
    rows = recipients(request)
    actions.ask_question(recipient=rows[0], text="?", key=uuid4())
    client = as_patient(request)

    def grow():
        from tests.quotes.factories import answer

        for row in recipients(request):
            answer(row)
            answer(row)
            actions.ask_question(recipient=row, text="more", key=uuid4())
        for _ in range(5):
            actions.open_case(request=request, by=UserFactory())

    assert assert_same_queries("/quotes/mine/", grow, as_client=client) <= 12


def test_published_answers_stand_in_the_same_rows_with_their_range():
    treatment = make_treatment()
    treatment.prices.update(
        extras=[["Blood tests (sample)", "血液検査(見本)", 30_000]],
        includes=["culture"],
        jpy_max=2_530_000,
        total_max=2_560_000,
    )
    request = sent(treatment, make_treatment())
    for row in recipients(request):
        if row.treatment_id == treatment.pk:
            answer(row, **published.as_answer(published.current_sheet(treatment)))
        else:
            codes = [("treatment", 2_000_000), ("tests", 50_000)]
            answer(row, lines=[{"code": code, "label": "", "jpy": jpy} for code, jpy in codes])
    html = as_patient(request).get("/quotes/mine/").content.decode()
    assert html.count("blood and infection tests") == 1
    assert "Blood tests (sample)" not in html
    assert "¥2,420,000 – ¥2,530,000" in html
    assert "included" in html


def test_after_choosing_she_reads_what_happens_and_both_can_write():
    request = answered(make_treatment(), make_treatment())
    given = fresh_answer(request)
    path = clinic_path(given.recipient)
    client = as_patient(request)
    typed = {"name": "Anna", "contact": "anna@example.org", "agree": "on"}
    address = f"/quotes/mine/answer/{given.pk}/choose/"
    assert client.post(address, typed).status_code == 303
    html = _html(client)
    assert f"You chose {given.recipient.clinic.name}." in html
    assert "What happens now" in html
    assert "Take the choice back" in html
    to = f"/quotes/mine/clinic/{given.recipient_id}/reply/"
    assert html.count('/reply/"') == 2  # the chosen clinic, and our staff
    assert client.post(to, {"text": "When can I come?", "key": uuid4()}).status_code == 303
    clinic = Client()
    assert "When can I come?" in clinic.get(path).content.decode()
    said = {"do": "question", "text": "In June.", "key": uuid4()}
    assert clinic.post(path, said).status_code == 303
    html = _html(client)
    assert "In June." in html
    assert f"{given.recipient.clinic.name} wrote to you." in html
    assert f"You chose {given.recipient.clinic.name}." in html


def test_after_choosing_the_other_clinic_cannot_be_written_to():
    request = answered(make_treatment(), make_treatment())
    given = fresh_answer(request)
    choose(given)
    other = next(row for row in recipients(request) if row.pk != given.recipient_id)
    to = f"/quotes/mine/clinic/{other.pk}/reply/"
    response = as_patient(request).post(to, {"text": "Hello", "key": uuid4()})
    assert response.status_code == 409
    assert not Message.objects.exists()
