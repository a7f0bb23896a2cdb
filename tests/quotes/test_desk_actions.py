"""What staff do: every action, its audit row, its refusals."""

from uuid import uuid4

import pytest
from django.utils import timezone

from quotes import actions
from quotes.actions.desk import OBJECT, AlreadyTaken, NoAddress, NoConsent, NotListed, ReasonNeeded
from quotes.models import QuoteRequest, Recipient, Transition
from quotes.states import IllegalMove
from tests.factories import TreatmentFactory, UserFactory
from tests.quotes.factories import (
    answered,
    confirmed,
    make_treatment,
    recipients,
    sent,
    sent_days_ago,
    submit,
)
from trust.access_log import entries_for
from trust.models import OutboxMail, SecretLink

pytestmark = pytest.mark.django_db


def _mails(template: str) -> int:
    return OutboxMail.objects.filter(template=template).count()


def test_opening_a_case_writes_the_read_log():
    request, staff = confirmed(), UserFactory()
    actions.open_case(request=request, by=staff)
    entry = entries_for(OBJECT, request.pk).get()
    assert (entry.role, entry.action) == ("quote coordinator", "opened")
    assert staff.username not in entry.actor_label


def test_a_foreign_case_needs_a_reason_in_a_large_team(settings):
    settings.SMALL_TEAM = False
    request, other = confirmed(), UserFactory()
    request = actions.take_case(request=request, by=other)
    with pytest.raises(ReasonNeeded):
        actions.open_case(request=request, by=UserFactory())
    actions.open_case(request=request, by=UserFactory(), reason="holiday")
    assert entries_for(OBJECT, request.pk).filter(action="opened").get().reason == "holiday"


def test_the_second_to_take_a_case_is_told_who_was_first():
    request, first, second = confirmed(), UserFactory(), UserFactory()
    actions.take_case(request=request, by=first)
    with pytest.raises(AlreadyTaken) as caught:
        actions.take_case(request=request, by=second)
    assert caught.value.row.assignee == first
    actions.take_case(request=request, by=second, instead_of=first.pk)
    request.refresh_from_db()
    assert request.assignee == second


def test_release_opens_the_request_and_gives_the_clinic_a_link():
    request, staff = confirmed(), UserFactory()
    recipient = recipients(request)[0]
    actions.release_to_clinic(recipient=recipient, by=staff)
    request.refresh_from_db()
    assert request.state == "open"
    assert recipient.state == "sent"
    assert Recipient.objects.visible_to_clinic().get() == recipient
    assert SecretLink.objects.filter(purpose="quote-clinic").count() == 1
    assert _mails("quote_clinic") == _mails("quote_update") == 1
    assert Transition.objects.filter(by=staff, role="staff").count() == 2
    assert entries_for(OBJECT, request.pk).get().actor_label == recipient.clinic.name


def test_release_to_both_clinics_with_rows_read_before():
    request, staff = confirmed(make_treatment(), make_treatment()), UserFactory()
    for recipient in recipients(request):
        actions.release_to_clinic(recipient=recipient, by=staff)
    assert request.recipients.filter(state="sent").count() == 2


def test_release_before_confirmation_is_refused():
    recipient = recipients(submit())[0]
    with pytest.raises(IllegalMove):
        actions.release_to_clinic(recipient=recipient, by=UserFactory())
    assert _mails("quote_clinic") == 0


def test_release_without_a_tick_is_refused():
    recipient = recipients(confirmed(TreatmentFactory(), send_to=set()))[0]
    with pytest.raises(NoConsent):
        actions.release_to_clinic(recipient=recipient, by=UserFactory())


def test_release_by_mail_needs_a_confirmed_address():
    treatment = make_treatment()
    treatment.clinic.contact_confirmed_on = None
    treatment.clinic.save()
    recipient = recipients(confirmed(treatment))[0]
    with pytest.raises(NoAddress):
        actions.release_to_clinic(recipient=recipient, by=UserFactory())
    actions.release_to_clinic(recipient=recipient, by=UserFactory(), how="phone")
    assert recipient.sent_how == "phone"
    assert _mails("quote_clinic") == 0


def test_release_of_a_closed_clinic_is_refused():
    treatment = make_treatment()
    request = confirmed(treatment)
    treatment.clinic.status, treatment.clinic.closed_on = "closed", timezone.localdate()
    treatment.clinic.save()
    with pytest.raises(NotListed):
        actions.release_to_clinic(recipient=recipients(request)[0], by=UserFactory())


def test_refusing_needs_the_right_state_and_keeps_the_reason():
    request = confirmed()
    actions.refuse_request(request=request, by=UserFactory(), reason="not_a_request")
    request.refresh_from_db()
    assert (request.state, request.outcome, request.reason) == (
        "closed", "refused", "not_a_request",
    )  # fmt: skip
    assert recipients(request)[0].state == "withdrawn"
    with pytest.raises(IllegalMove):
        actions.refuse_request(request=request, by=UserFactory(), reason="abuse")


def test_closing_ends_the_clinics_access():
    request = sent()
    actions.close_request(request=request, by=UserFactory(), reason="no_answer")
    assert not Recipient.objects.visible_to_clinic().exists()
    assert not SecretLink.objects.live().filter(purpose="quote-clinic").exists()


def test_asking_the_patient_twice_with_one_key_is_one_message():
    request, staff, key = confirmed(), UserFactory(), uuid4()
    for _ in range(2):
        actions.ask_patient(request=request, text="Which tests?", key=key, by=staff)
    assert request.messages.get().sender == "staff"


def test_asking_after_the_end_is_refused():
    request = sent()
    actions.withdraw_request(request=request)
    with pytest.raises(IllegalMove):
        actions.ask_patient(request=request, text="x", key=uuid4(), by=UserFactory())


def test_silence_is_marked_after_five_working_days():
    request = sent()
    assert not Recipient.objects.no_answer_yet().exists()
    sent_days_ago(8)
    actions.mark_no_answer(recipient=Recipient.objects.no_answer_yet().get())
    assert request.recipients.get().state == "no_answer"
    with pytest.raises(IllegalMove):
        actions.mark_no_answer(recipient=request.recipients.get())


def test_taking_a_closed_case_is_refused():
    request = answered()
    actions.withdraw_request(request=request)
    with pytest.raises(AlreadyTaken):
        actions.take_case(request=QuoteRequest.objects.get(pk=request.pk), by=UserFactory())
