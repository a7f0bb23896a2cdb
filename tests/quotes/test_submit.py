"""Submitting: everything or nothing, once."""

from threading import Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quotes import actions, consent_texts
from quotes.actions.request import NobodyToAsk
from quotes.models import Consent, QuoteRequest, Recipient, Transition
from quotes.references import is_reference, new_reference
from tests.factories import TreatmentFactory
from tests.quotes.factories import EMAIL, make_treatment, submit
from trust.models import OutboxMail, SecretLink

pytestmark = pytest.mark.django_db


def test_submit_writes_request_consents_clinics_links_and_one_mail():
    first, second = make_treatment(), make_treatment()
    request = submit(first, second)
    assert is_reference(request.reference)
    assert request.state == "unconfirmed"
    assert request.email == EMAIL
    assert {row.treatment_id for row in request.recipients.all()} == {first.pk, second.pk}
    assert Consent.objects.about(request.pk).filter(kind="send").count() == 2
    assert OutboxMail.objects.get().template == "quote_confirm"
    assert SecretLink.objects.filter(object_id=str(request.pk)).count() == 2
    assert Transition.objects.get().to_state == "unconfirmed"


def test_consent_keeps_the_exact_words_and_their_hash():
    treatment = make_treatment()
    request = submit(treatment)
    text = consent_texts.send(treatment.clinic)
    proof = Consent.objects.get(subject=request.pk, kind="send")
    assert proof.text == text.words
    assert proof.text_sha256 == text.sha256
    assert treatment.clinic.name in proof.text
    assert request.keep_consent.text == consent_texts.keep(timezone.localdate()).words


def test_two_treatments_of_one_clinic_share_one_consent():
    first = make_treatment()
    second = make_treatment(clinic=first.clinic)
    request = submit(first, second)
    assert len({row.consent_id for row in request.recipients.all()}) == 1


def test_an_unticked_clinic_is_not_written():
    first, second = make_treatment(), make_treatment()
    request = submit(first, second, send_to={first.clinic_id})
    assert [row.treatment_id for row in request.recipients.all()] == [first.pk]


def test_a_treatment_of_the_list_only_waits_without_consent():
    treatment = TreatmentFactory()
    request = submit(treatment, send_to=set())
    recipient = request.recipients.get()
    assert request.ask_us_to_write
    assert recipient.consent is None
    assert not Recipient.objects.visible_to_clinic().exists()


def test_a_tick_for_a_list_only_clinic_is_not_taken_from_the_form():
    treatment = TreatmentFactory()
    request = submit(treatment, send_to={treatment.clinic_id})
    assert request.recipients.get().consent is None


def test_nobody_ticked_is_refused_and_writes_nothing():
    with pytest.raises(NobodyToAsk):
        submit(make_treatment(), send_to=set())
    assert not QuoteRequest.objects.exists()
    assert not Consent.objects.exists()


def test_the_same_form_twice_gives_the_same_request():
    treatment, key = make_treatment(), uuid4()
    first = submit(treatment, idempotency_key=key)
    again = submit(treatment, idempotency_key=key)
    assert first.pk == again.pk
    assert QuoteRequest.objects.count() == OutboxMail.objects.count() == 1


def test_a_corrected_address_makes_a_new_request():
    treatment, key = make_treatment(), uuid4()
    first = submit(treatment, idempotency_key=key)
    second = submit(treatment, idempotency_key=key, email="right@example.org")
    assert first.pk != second.pk


def test_a_failure_at_the_end_leaves_nothing(monkeypatch):
    treatment = make_treatment()

    def fail(**values):
        raise RuntimeError

    monkeypatch.setattr("quotes.actions.request.outbox.enqueue", fail)
    with pytest.raises(RuntimeError):
        submit(treatment)
    for model in (QuoteRequest, Consent, Recipient, Transition, SecretLink, OutboxMail):
        assert not model.objects.exists(), model


def test_a_taken_reference_is_replaced(monkeypatch):
    taken = submit().reference
    names = iter([taken, new_reference()])
    monkeypatch.setattr("quotes.actions.request.new_reference", lambda: next(names))
    request = QuoteRequest._meta.get_field("reference")
    monkeypatch.setattr(request, "_get_default", lambda: taken)
    assert submit(email="other@example.org").reference != taken


def test_the_database_refuses_a_request_without_consent():
    request = submit()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuoteRequest.objects.filter(pk=request.pk).update(keep_consent=None)


def test_the_database_refuses_sending_without_consent():
    request = submit(TreatmentFactory(), send_to=set())
    with pytest.raises(IntegrityError), transaction.atomic():
        request.recipients.update(state="sent", sent_at=timezone.now())


def test_submit_needs_few_statements(django_assert_max_num_queries):
    treatments = [make_treatment(), make_treatment()]
    with django_assert_max_num_queries(30) as caught:
        submit(*treatments)
    written = [q for q in caught.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(written) <= 15


def test_a_reference_with_a_wrong_digit_is_noticed():
    reference = new_reference()
    wrong = reference[:3] + str((int(reference[3]) + 1) % 10) + reference[4:]
    assert is_reference(reference)
    assert not is_reference(wrong)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_many_threads_gives_one_request():
    treatment, key, found = make_treatment(), uuid4(), []

    def send():
        try:
            found.append(submit(treatment, idempotency_key=key).pk)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert QuoteRequest.objects.count() == 1
    assert OutboxMail.objects.count() == 1


def test_confirming_twice_is_fine_and_counts_once():
    request = submit()
    actions.confirm_email(request=request)
    actions.confirm_email(request=request)
    request.refresh_from_db()
    assert request.state == "checking"
    assert Transition.objects.filter(to_state="checking").count() == 1
