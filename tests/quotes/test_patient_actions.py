"""What the patient and the clinic do."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from quotes import actions
from quotes.models import (
    Answer,
    Consent,
    Introduction,
    Message,
    QuoteRequest,
    Recipient,
    Transition,
)
from quotes.states import IllegalMove
from tests.factories import TreatmentFactory, UserFactory
from tests.quotes.factories import (
    CANARY,
    EMAIL,
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
from trust.models import OutboxMail, SecretLink

pytestmark = pytest.mark.django_db


def test_a_clinics_answer_reaches_the_patient():
    request = sent()
    given = answer(recipients(request)[0])
    assert given.version == 1
    assert given.source == "link"
    assert recipients(request)[0].state == "answered"
    assert OutboxMail.objects.filter(template="quote_update").count() == 2


def test_a_new_answer_replaces_the_old_one():
    request = answered()
    second = answer(recipients(request)[0], total_min=1_900_000)
    assert second.version == 2
    states = Answer.objects.order_by("version").values_list("state", flat=True)
    assert list(states) == ["superseded", "open"]


def test_the_same_answer_form_twice_is_one_answer():
    request, key = sent(), uuid4()
    answer(recipients(request)[0], key=key)
    answer(recipients(request)[0], key=key)
    assert Answer.objects.count() == 1


def test_a_typed_answer_names_its_source_and_who_typed():
    request, staff = sent(), UserFactory()
    given = answer(recipients(request)[0], source="fax", by=staff)
    assert (given.source, given.typed_by) == ("fax", staff)


def test_an_answer_after_withdrawal_is_refused():
    request = sent()
    stale = recipients(request)[0]
    actions.withdraw_recipient(recipient=recipients(request)[0])
    with pytest.raises(IllegalMove):
        answer(stale)
    assert not Answer.objects.exists()


def test_question_and_reply_go_back_and_forth():
    request = sent()
    recipient = recipients(request)[0]
    actions.ask_question(recipient=recipient, text="HbA1c?", key=uuid4())
    recipient = recipients(request)[0]
    assert recipient.state == "question"
    actions.reply(request=request, text="8.2", key=uuid4(), recipient=recipient)
    assert recipients(request)[0].state == "sent"
    assert list(Message.objects.with_clinic(recipient).values_list("sender", flat=True)) == [
        "clinic", "patient",
    ]  # fmt: skip


def test_a_reply_after_an_answer_leads_back_to_answered():
    request = answered()
    actions.ask_question(recipient=recipients(request)[0], text="More?", key=uuid4())
    row = recipients(request)[0]
    actions.reply(request=request, text="Yes", key=uuid4(), recipient=row)
    assert recipients(request)[0].state == "answered"


def test_a_reply_to_staff_never_reaches_the_clinic():
    request = sent()
    actions.reply(request=request, text="private", key=uuid4())
    assert not Message.objects.with_clinic(recipients(request)[0]).exists()


def test_a_reply_with_one_key_is_one_message():
    request, key = sent(), uuid4()
    for _ in range(2):
        actions.reply(request=request, text="Hello", key=key)
    assert Message.objects.count() == 1


def test_a_clinic_that_was_not_asked_gets_no_message():
    request = confirmed()
    with pytest.raises(IllegalMove):
        actions.reply(request=request, text="x", key=uuid4(), recipient=recipients(request)[0])


def test_declining_keeps_the_reason():
    request = sent()
    actions.decline_to_answer(recipient=recipients(request)[0], reason="no_capacity")
    row = recipients(request)[0]
    assert (row.state, row.reason) == ("declined", "no_capacity")
    assert not Recipient.objects.visible_to_clinic().exists()


def test_choosing_closes_the_request_and_the_other_clinics_doors():
    request = answered(make_treatment(), make_treatment())
    chosen = fresh_answer(request)
    choose(chosen)
    request.refresh_from_db()
    assert (request.state, request.outcome) == ("closed", "chosen")
    assert Recipient.objects.visible_to_clinic().get() == chosen.recipient
    others = Answer.objects.exclude(pk=chosen.pk).get()
    assert others.state == "not_this_one"
    assert SecretLink.objects.live().filter(purpose="quote-clinic").count() == 1
    assert choose(fresh_answer(request)).state == "chosen"  # pressed twice
    assert Introduction.objects.get().recipient == chosen.recipient
    with pytest.raises(IllegalMove):
        choose(others)


def test_an_expired_answer_cannot_be_chosen():
    request = answered()
    Answer.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(IllegalMove):
        choose(fresh_answer(request))
    request.refresh_from_db()
    assert request.state == "open"


def test_an_answer_is_valid_on_its_last_day():
    request = answered()
    Answer.objects.update(valid_until=timezone.localdate())
    choose(fresh_answer(request))


def test_not_this_one_keeps_the_request_open():
    request = answered()
    actions.decline_answer(answer=fresh_answer(request))
    request.refresh_from_db()
    assert request.state == "open"
    answer(recipients(request)[0])
    assert Answer.objects.current().get().version == 2


def test_withdrawing_one_clinic_ends_its_access_and_its_consent():
    request = sent(make_treatment(), make_treatment())
    first, second = recipients(request)
    actions.withdraw_recipient(recipient=first)
    assert Recipient.objects.visible_to_clinic().get() == second
    assert Consent.objects.get(pk=first.consent_id).withdrawn_at
    assert not Consent.objects.get(pk=second.consent_id).withdrawn_at
    request.refresh_from_db()
    assert request.state == "open"


def test_a_shared_consent_ends_with_the_last_treatment():
    first = make_treatment()
    request = sent(first, make_treatment(clinic=first.clinic))
    one, other = recipients(request)
    actions.withdraw_recipient(recipient=one)
    assert Consent.objects.get(pk=other.consent_id).withdrawn_at is None
    assert Recipient.objects.visible_to_clinic().get() == other


def test_withdrawing_the_last_clinic_closes_the_request():
    request = sent()
    actions.withdraw_recipient(recipient=recipients(request)[0])
    request.refresh_from_db()
    assert (request.state, request.outcome) == ("closed", "withdrawn")


def test_withdrawing_wholly_ends_everything():
    request = answered(make_treatment(), make_treatment())
    actions.withdraw_request(request=request)
    assert not Recipient.objects.visible_to_clinic().exists()
    assert Consent.objects.standing().filter(subject=request.pk).get().kind == "keep"
    moves = Transition.objects.count()
    actions.withdraw_request(request=QuoteRequest.objects.get(pk=request.pk))  # pressed twice
    assert Transition.objects.count() == moves


def test_a_later_tick_is_a_consent_of_its_own():
    request = confirmed(TreatmentFactory(), send_to=set())
    recipient = recipients(request)[0]
    actions.allow_clinic(recipient=recipient)
    assert recipients(request)[0].consent.clinic_id == recipient.clinic_id
    actions.allow_clinic(recipient=recipients(request)[0])  # pressed twice
    assert Consent.objects.filter(kind="send").count() == 1


def test_extending_starts_the_time_anew():
    request = sent()
    old = timezone.now() - timedelta(days=80)
    QuoteRequest.objects.update(last_activity_at=old)
    actions.extend_request(request=request)
    request.refresh_from_db()
    assert request.last_activity_at > old + timedelta(days=79)


@pytest.mark.parametrize("make", [submit, confirmed, sent, answered])
def test_erasing_leaves_an_anonymous_row(make):
    request = make()
    actions.erase_request(request=request)
    row = QuoteRequest.objects.get(pk=request.pk)
    assert row.state == "erased"
    assert (row.email, row.message, row.condition, row.facts) == (None,) * 4
    assert not QuoteRequest.objects.readable().exists()
    assert not Message.objects.exists()
    assert not SecretLink.objects.live().exists()
    assert not Consent.objects.standing().exists()
    for given in Answer.objects.all():
        assert given.lines is None
        assert given.note is None


def test_erasing_twice_is_refused():
    request = sent()
    actions.erase_request(request=request)
    with pytest.raises(IllegalMove):
        actions.erase_request(request=request)


def test_a_renewed_link_stops_the_old_one():
    request = submit()
    old = SecretLink.objects.get(purpose="quote")
    actions.renew_link(request=request)
    assert SecretLink.objects.live().filter(purpose="quote").get() != old


def test_fresh_links_go_to_the_address_of_the_request_only():
    request = sent()
    OutboxMail.objects.all().delete()
    assert actions.mail_fresh_link(email="nobody@example.org") == 0
    assert actions.mail_fresh_link(email=f" {EMAIL.upper()} ") == 1
    mail = OutboxMail.objects.get()
    assert (mail.template, mail.object_id) == ("quote_link", str(request.pk))


def test_opening_as_clinic_is_seen_by_the_patient():
    recipient = recipients(sent())[0]
    actions.open_as_clinic(recipient=recipient)
    from trust.access_log import entries_for

    entry = entries_for("quotes.quoterequest", recipient.request_id).filter(role="clinic").get()
    assert entry.actor_label == recipient.clinic.name
    assert CANARY not in entry.reason


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_choose_withdraw_and_close_have_one_winner(round_):
    request = answered(make_treatment(), make_treatment())
    one, two = Answer.objects.order_by("pk").select_related("recipient__request")
    staff = UserFactory()
    moves = [
        lambda: choose(one),
        lambda: choose(two),
        lambda: actions.withdraw_request(request=QuoteRequest.objects.get(pk=request.pk)),
        lambda: actions.close_request(
            request=QuoteRequest.objects.get(pk=request.pk), by=staff, reason="no_answer"
        ),
    ]
    barrier, won, lost = Barrier(len(moves)), [], []

    def run(move):
        try:
            barrier.wait()
            move()
            won.append(move)
        except IllegalMove:
            lost.append(move)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[move]) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 3)
    assert Answer.objects.filter(state="chosen").count() <= 1
