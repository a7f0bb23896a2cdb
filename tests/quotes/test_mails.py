"""Mails: to whom, when not at all, and never a word about health."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from quotes import actions
from quotes.emails import CARE_GUIDE
from quotes.models import QuoteRequest
from tests.quotes.factories import CANARY, EMAIL, answered, confirmed, recipients, sent, submit
from trust import outbox
from trust.models import OutboxMail, SecretLink

pytestmark = pytest.mark.django_db


def _send() -> list:
    mail.outbox.clear()
    outbox.send_due()
    assert not OutboxMail.objects.exclude(last_error="").exists()
    return mail.outbox


def _words(message) -> str:
    return "\n".join([message.subject, message.body, *(part[0] for part in message.alternatives)])


def test_the_confirmation_goes_to_the_patient_with_a_working_link(client):
    request = submit()
    (message,) = _send()
    assert message.to == [EMAIL]
    assert request.reference in message.subject
    path = re.search(r"http://localhost:8000(/quotes/confirm/\S+)", message.body)[1]
    assert client.get(path).status_code == 200


def test_no_mail_speaks_of_health_or_of_a_clinic():
    request = answered()
    actions.mail_fresh_link(email=EMAIL)
    messages = _send()
    clinic = recipients(request)[0].clinic
    # The confirmation is dropped: the address is confirmed already.
    assert {message.to[0] for message in messages} == {EMAIL, clinic.contact_email}
    for message in messages:
        words = _words(message)
        for private in (CANARY, "diabet", "HbA1c", "8.2", "糖尿病"):
            assert private not in words
        if message.to == [EMAIL]:
            assert clinic.name not in words
            assert recipients(request)[0].treatment.title not in words


def test_the_clinics_mail_is_japanese_first_and_names_no_patient(client):
    request = sent()
    (message,) = [item for item in _send() if "概算見積り" in item.subject]
    words = _words(message)
    assert EMAIL not in words
    assert request.reference not in words
    path = re.search(r"http://localhost:8000(/ja/quotes/clinic/\S+)", message.body)[1]
    page = client.get(path)
    assert page.status_code == 200
    assert EMAIL not in page.content.decode()


def test_a_clinic_whose_link_worked_is_told_that_it_is_over_and_nothing_else():
    request = sent()
    actions.withdraw_request(request=request)
    clinic = recipients(request)[0].clinic
    to_clinic = [message for message in _send() if message.to != [EMAIL]]
    assert [message.to for message in to_clinic] == [[clinic.contact_email]]
    words = f"{to_clinic[0].subject} {to_clinic[0].body}"
    assert request.reference in words
    assert "/quotes/clinic/" not in words
    for private in (EMAIL, CANARY, "t2d", recipients(request)[0].treatment.title):
        assert private not in words


def test_a_clinic_that_was_never_asked_hears_nothing():
    request = confirmed()
    actions.withdraw_request(request=request)
    assert all(message.to == [EMAIL] for message in _send())


def test_each_mail_to_a_patient_leads_to_what_to_do_when_she_feels_ill(client):
    sent()
    for message in [message for message in _send() if message.to == [EMAIL]]:
        address = f"/guides/{CARE_GUIDE}/"
        assert address in message.body
        assert address in message.alternatives[0][0]
    assert client.get(address).status_code == 200


def test_an_erased_request_sends_nothing():
    request = sent()
    actions.erase_request(request=request)
    assert not [message for message in _send() if EMAIL in message.to]


def test_a_request_whose_time_is_over_sends_nothing():
    submit()
    QuoteRequest.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert _send() == []


def test_a_later_mail_repeats_the_same_private_link():
    answered()
    addresses = {
        re.search(r"/quotes/r/(\S+)/", message.body)[1]
        for message in _send()
        if message.to == [EMAIL]
    }
    assert addresses == {SecretLink.objects.get(purpose="quote").token}


def test_a_mail_speaks_the_language_of_the_request():
    submit(language="ja")
    (message,) = _send()
    assert "/ja/quotes/confirm/" in message.body
