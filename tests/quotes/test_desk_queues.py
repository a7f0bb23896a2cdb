"""No case waits where nobody sees it: each state has a queue and a view of the list."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from clinics.models import Clinic
from quotes import actions
from quotes.models import Consent, Introduction, Message, QuoteRequest, Recipient
from staff.queues import tasks_for
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
    sent_days_ago,
    submit,
)
from trust import outbox
from trust.models import OutboxMail

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
LIST = "/admin/quotes/queue/"


@pytest.fixture
def desk(staff_client):
    return staff_client("quote coordinator")


@pytest.fixture
def waits(desk):
    """``waits(request)`` gives the queues with work, each checked against its view."""

    def look(request: QuoteRequest) -> set[str]:
        found = set()
        for task in tasks_for(desk.user):
            if task.count:
                assert task.count == 1
                assert task.oldest is not None
                found.add(task.queue.name)
                page = desk.get(task.queue.address()).content.decode()
                assert request.reference in page, task.queue.name
        return {name for name in found if name.startswith("quotes-")}

    return look


def _chosen(*treatments) -> QuoteRequest:
    request = answered(*treatments)
    choose(fresh_answer(request))
    request.refresh_from_db()
    return request


def test_a_chosen_case_waits_until_staff_write_about_the_next_step(desk, waits):
    request = _chosen()
    assert waits(request) == {"quotes-chosen"}
    assert request.reference in desk.get(LIST, {"show": "all"}).content.decode()
    case = f"/admin/quotes/case/{request.pk}/"
    assert "Take this case" in desk.get(case).content.decode()
    assert desk.post(f"{case}take/").status_code == 303
    data = {"text": "The clinic proposes May.", "key": uuid4()}
    assert desk.post(f"{case}ask/", data).status_code == 303
    assert waits(request) == set()
    assert request.reference in desk.get(LIST, {"show": "mine"}).content.decode()


def test_words_from_before_the_choice_are_no_next_step(waits):
    request = answered()
    actions.ask_patient(request=request, text="Any question?", key=uuid4(), by=UserFactory())
    choose(fresh_answer(request))
    assert waits(request) == {"quotes-chosen"}


def test_patient_and_staff_go_on_writing_after_the_choice(waits):
    from tests.quotes.pages import as_patient

    request = _chosen()
    actions.ask_patient(request=request, text="May?", key=uuid4(), by=UserFactory())
    client = as_patient(request)
    html = client.get("/quotes/mine/").content.decode()
    assert "Our staff wrote to you." in html
    assert "Write to our staff" in html
    data = {"text": "Yes", "key": uuid4()}
    assert client.post("/quotes/mine/reply/", data).status_code == 303
    assert waits(request) == {"quotes-replies"}


def test_a_patients_words_to_staff_wait_until_staff_write(waits):
    request = sent()
    actions.ask_patient(request=request, text="Which month?", key=uuid4(), by=UserFactory())
    assert waits(request) == set()
    for text in ("May", "or June"):
        actions.reply(request=request, text=text, key=uuid4())
    assert waits(request) == {"quotes-replies"}
    actions.ask_patient(request=request, text="Thank you", key=uuid4(), by=UserFactory())
    assert waits(request) == set()


def test_words_to_a_clinic_with_a_mail_address_wait_for_nobody(waits):
    request = sent()
    actions.reply(request=request, text="Hello", key=uuid4(), recipient=recipients(request)[0])
    assert waits(request) == set()


def _sent_by_phone(**values) -> QuoteRequest:
    request = confirmed(**values)
    row = recipients(request)[0]
    actions.release_to_clinic(recipient=row, by=UserFactory(), how="phone")
    row = recipients(request)[0]
    actions.reply(request=request, text="I can come in May", key=uuid4(), recipient=row)
    return request


def test_words_to_a_clinic_without_mail_wait_until_staff_told_it(desk, waits):
    request = _sent_by_phone(language="ja")
    OutboxMail.objects.all().delete()
    assert waits(request) == {"quotes-replies"}
    case = f"/admin/quotes/case/{request.pk}/"
    assert "I have told the clinic" in desk.get(case).content.decode()
    for _ in range(2):
        path = f"{case}clinic/{recipients(request)[0].pk}/told/"
        assert desk.post(path).status_code == 303
    assert waits(request) == set()
    assert Message.objects.filter(sender="staff").count() == 1
    assert "I have told the clinic" not in desk.get(case).content.decode()


def test_a_clinic_whose_address_is_not_confirmed_any_more_gets_no_link(waits):
    request = sent()
    OutboxMail.objects.all().delete()
    Clinic.objects.update(contact_email="typo@clinic.example.org", contact_confirmed_on=None)
    actions.reply(request=request, text="Hello", key=uuid4(), recipient=recipients(request)[0])
    outbox.send_due()
    assert OutboxMail.objects.get().dropped_at
    assert mail.outbox == []
    assert waits(request) == {"quotes-replies"}


def test_there_is_nothing_to_tell_a_clinic_twice(desk):
    request = sent()
    path = f"/admin/quotes/case/{request.pk}/clinic/{recipients(request)[0].pk}/told/"
    assert desk.post(path).status_code == 409


def test_an_answer_of_the_clinic_takes_up_the_patients_words(waits):
    request = _sent_by_phone()
    answer(recipients(request)[0], source="phone", by=UserFactory())
    assert waits(request) == set()


def test_a_clinic_ticked_later_waits_to_be_sent(waits):
    checked, listed = make_treatment(), TreatmentFactory()
    request = confirmed(checked, listed, send_to={checked.clinic_id})
    assert waits(request) == {"quotes-to-check"}
    rows = {row.treatment_id: row for row in recipients(request)}
    actions.release_to_clinic(recipient=rows[checked.pk], by=UserFactory())
    assert waits(request) == set()
    actions.allow_clinic(recipient=rows[listed.pk])
    assert waits(request) == {"quotes-to-send"}
    row = Recipient.objects.select_related("request", "clinic", "consent").get(
        pk=rows[listed.pk].pk
    )
    actions.release_to_clinic(recipient=row, by=UserFactory(), how="phone")
    assert waits(request) == set()


def test_the_second_clinic_of_a_case_does_not_get_lost(waits):
    request = confirmed(make_treatment(), make_treatment())
    actions.release_to_clinic(recipient=recipients(request)[0], by=UserFactory())
    assert waits(request) == {"quotes-to-send"}


def test_a_case_that_every_clinic_declined_waits_for_staff(waits):
    request = sent(make_treatment(), make_treatment())
    one, other = recipients(request)
    actions.decline_to_answer(recipient=one, reason="no_capacity")
    assert waits(request) == set()
    actions.decline_to_answer(recipient=other, reason="no_capacity")
    assert waits(request) == {"quotes-ended"}
    actions.close_request(request=request, by=UserFactory(), reason="all_declined")
    assert waits(request) == set()


def test_silence_is_counted_from_the_last_question_answered(waits):
    request = sent()
    sent_days_ago(12)
    assert waits(request) == {"quotes-no-answer"}
    row = recipients(request)[0]
    actions.ask_question(recipient=row, text="Which month?", key=uuid4())
    actions.reply(request=request, text="May", key=uuid4(), recipient=recipients(request)[0])
    row.refresh_from_db()
    assert (row.state, row.sent_at.date()) == ("sent", recipients(request)[0].sent_at.date())
    assert waits(request) == set()
    sent_days_ago(12)
    assert waits(request) == {"quotes-no-answer"}


def test_the_list_of_the_admin_leaves_unconfirmed_requests_out(desk):
    hidden, seen = submit(email="other@example.org"), confirmed()
    html = desk.get("/admin/quotes/quoterequest/").content.decode()
    assert seen.reference in html
    assert hidden.reference not in html
    assert desk.get(f"/admin/quotes/quoterequest/{hidden.pk}/change/").status_code in {302, 404}


@pytest.mark.parametrize("ended", [False, True])
def test_staff_never_open_what_its_owner_did_not_confirm(desk, ended):
    request = submit()
    if ended:
        actions.withdraw_request(request=request)
    case = f"/admin/quotes/case/{request.pk}/"
    assert desk.get(case).status_code == 404
    assert desk.post(f"{case}take/").status_code == 404
    html = desk.get("/admin/quotes/quoterequest/").content.decode()
    assert request.reference not in html


def test_the_patient_reads_why_her_request_was_closed():
    from tests.quotes.pages import as_patient

    request = sent()
    actions.close_request(request=request, by=UserFactory(), reason="no_answer")
    assert "No clinic answered." in as_patient(request).get("/quotes/mine/").content.decode()


def test_a_choice_can_be_taken_back_and_ends_the_clinics_access(waits):
    from tests.quotes.pages import as_patient, clinic_path

    request = _chosen(make_treatment(), make_treatment())
    chosen = Recipient.objects.visible_to_clinic().get()
    path, client = clinic_path(chosen), as_patient(request)
    QuoteRequest.objects.update(closed_at=timezone.now() - timedelta(days=100))
    html = client.get("/quotes/mine/").content.decode()
    assert html.count("Take the choice back<") == 1
    done = client.post(f"/quotes/mine/clinic/{chosen.pk}/withdraw/")
    assert done.status_code == 303
    assert client.get(path).status_code == 410
    assert not Consent.objects.standing().filter(kind="send", clinic=chosen.clinic).exists()
    request.refresh_from_db()
    assert (request.state, request.outcome) == ("closed", "withdrawn")
    assert QuoteRequest.objects.readable().get() == request
    assert timezone.now() - request.closed_at < timedelta(minutes=5)
    assert "Withdrawn" in client.get("/quotes/mine/").content.decode()
    assert not Introduction.objects.exists()
    assert not Consent.objects.standing().filter(kind="name").exists()
    closed_at = request.closed_at
    assert client.post(f"/quotes/mine/clinic/{chosen.pk}/withdraw/").status_code == 303
    request.refresh_from_db()
    assert request.closed_at == closed_at  # pressed twice is once
    assert waits(request) == set()


@pytest.mark.parametrize("first", [0, 1])
def test_a_declined_treatment_keeps_no_consent_alive(first):
    one = make_treatment()
    for whole in (True, False):
        request = sent(one, make_treatment(clinic=one.clinic), email=f"{whole}@example.org")
        rows = recipients(request)
        actions.decline_to_answer(recipient=rows[first], reason="other")
        if whole:
            actions.withdraw_request(request=request)
        else:
            actions.withdraw_recipient(recipient=recipients(request)[1 - first])
        assert not Consent.objects.standing().filter(kind="send", subject=request.pk).exists()


def test_the_list_needs_the_same_queries_for_more_cases(desk, assert_same_queries):
    def grow():
        for _ in range(3):
            email = f"{uuid4()}@example.org"
            choose(fresh_answer(answered(email=email)))
            request = sent(make_treatment(), make_treatment(), email=email)
            actions.reply(request=request, text="x", key=uuid4())

    grow()
    assert_same_queries("/admin/", grow, as_client=desk)
    for show in ("all", "replies", "chosen", "open"):
        assert_same_queries(f"{LIST}?show={show}", grow, as_client=desk)
