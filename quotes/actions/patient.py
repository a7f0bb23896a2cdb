"""What the patient does on her page."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from clinics.models import Treatment
from quotes import consent_texts
from quotes.actions.desk import NotListed, tell_clinic
from quotes.actions.form_keys import stored_key
from quotes.actions.moving import (
    end_access,
    end_recipients,
    lock,
    move,
    require_state,
    require_talk,
    touch,
)
from quotes.actions.request import new_consent
from quotes.models import Answer, Consent, Introduction, Message, QuoteRequest, Recipient
from quotes.states import IllegalMove


@transaction.atomic
def allow_clinic(*, recipient: Recipient) -> Recipient:
    """Tick one more clinic by name: staff may now send it there. Ticked twice: once."""
    request = recipient.request
    require_state(request, "checking", "open", wanted="sent")
    recipient.refresh_from_db(fields=["state", "consent"])
    if recipient.consent_id is not None and recipient.state != Recipient.State.WITHDRAWN:
        return recipient
    text = consent_texts.send(recipient.clinic)
    consent = new_consent(request, Consent.Kind.SEND, text, recipient.clinic)
    consent.save(force_insert=True)
    free = Recipient.objects.filter(pk=recipient.pk, state="waiting", consent=None)
    if not free.update(consent=consent):
        recipient.refresh_from_db()
        raise IllegalMove(recipient, "waiting")
    recipient.consent = consent
    touch(request)
    return recipient


@transaction.atomic
def reply(
    *, request: QuoteRequest, text: str, key: UUID, recipient: Recipient | None = None
) -> Message:
    """Write to a clinic or to our staff; after a choice only to the clinic that was chosen.

    The same form sent twice: one message. Raises IllegalMove.
    """
    key = stored_key(key, "reply", request.pk, recipient and recipient.pk, text)
    lock(request)
    known = Message.objects.filter(idempotency_key=key).first()
    if known:
        return known
    require_talk(request)
    if recipient is not None:
        recipient = _as_the_clinic_sees_it(recipient)
    message = Message.objects.create(
        request=request,
        recipient=recipient,
        sender=Message.Sender.PATIENT,
        text=text,
        idempotency_key=key,
    )
    if recipient is not None:
        if recipient.state == Recipient.State.QUESTION:
            answered = recipient.answers.current().exists()
            move(recipient, "answered" if answered else "sent", role="patient")
        tell_clinic(recipient)
    touch(request)
    return message


def _as_the_clinic_sees_it(recipient: Recipient) -> Recipient:
    """Return the row as it now stands; raises IllegalMove when its clinic may not look."""
    seen = Recipient.objects.visible_to_clinic().select_related("clinic", "request")
    now = seen.filter(pk=recipient.pk).first()
    if now is None:
        recipient.refresh_from_db()
        raise IllegalMove(recipient, "reply")
    return now


@transaction.atomic
def choose_answer(*, answer: Answer, name: str, contact: str) -> Answer:
    """Go on with this clinic. The request closes and every other clinic's access ends.

    ``name`` and ``contact`` are given to this clinic alone, under a consent of their own.
    One winner however many press at once: the request moves first, by one conditional UPDATE.
    Pressing twice is one choice; with another name or contact it corrects them. Raises
    IllegalMove, also for an answer whose time is over; NotListed.
    """
    request = answer.recipient.request
    lock(request)
    answer.refresh_from_db(fields=["state"])
    answer.recipient.refresh_from_db(fields=["state"])
    if answer.state == Answer.State.CHOSEN and answer.recipient.state == Recipient.State.ANSWERED:
        return _corrected(answer, name, contact)
    require_state(request, "open", wanted="chosen")
    if not Treatment.objects.listed().filter(pk=answer.recipient.treatment_id).exists():
        raise NotListed
    if answer.is_expired or answer.recipient.state != Recipient.State.ANSWERED:
        raise IllegalMove(answer, "chosen")
    move(
        request,
        "closed",
        role="patient",
        outcome=QuoteRequest.Outcome.CHOSEN,
        closed_at=timezone.now(),
    )
    move(answer, "chosen", role="patient")
    others = Answer.objects.filter(recipient__request=request, state="open").order_by("pk")
    for other in others.select_related("recipient"):
        move(other, "not_this_one", role="patient")
    end_recipients(request, role="patient", but=[answer.recipient_id])
    _introduce(answer.recipient, name, contact)
    touch(request)
    tell_clinic(answer.recipient)
    return answer


def _corrected(answer: Answer, name: str, contact: str) -> Answer:
    given = Introduction.objects.get(recipient=answer.recipient)
    if (given.name, given.contact) != (name, contact):
        given.name, given.contact = name, contact
        given.save()
        tell_clinic(answer.recipient)
    return answer


def _introduce(recipient: Recipient, name: str, contact: str) -> None:
    text = consent_texts.name(recipient.clinic)
    consent = new_consent(recipient.request, Consent.Kind.NAME, text, recipient.clinic)
    consent.save(force_insert=True)
    Introduction.objects.create(recipient=recipient, name=name, contact=contact, consent=consent)


@transaction.atomic
def decline_answer(*, answer: Answer) -> Answer:
    """Not this one. The clinic may still send a new version. Pressed twice: once."""
    lock(answer.recipient.request)
    answer.refresh_from_db(fields=["state"])
    if answer.state == Answer.State.NOT_THIS_ONE:
        return answer
    require_state(answer.recipient.request, "open", wanted="not_this_one")
    move(answer, "not_this_one", role="patient")
    touch(answer.recipient.request)
    return answer


@transaction.atomic
def withdraw_recipient(*, recipient: Recipient) -> Recipient:
    """Take the request back from one clinic: its access ends with this transaction.

    When no clinic is left the request closes. Taking it back from the clinic that was chosen
    undoes the choice: it is kept as long as any other withdrawn request. Pressed twice: once.
    """
    request = recipient.request
    lock(request)
    recipient.refresh_from_db(fields=["state"])
    if recipient.state == Recipient.State.WITHDRAWN:
        return recipient
    if not _undo_choice(request, recipient):
        require_state(request, "unconfirmed", "checking", "open", wanted="withdrawn")
    move(recipient, "withdrawn", role="patient")
    end_access(recipient, withdraw_consent=True)
    touch(request)
    if request.state != QuoteRequest.State.CLOSED and not request.recipients.at_work().exists():
        _close(request)
    return recipient


def _undo_choice(request: QuoteRequest, recipient: Recipient) -> bool:
    """Mark a request whose chosen clinic is ``recipient`` as withdrawn; return whether it was."""
    lock(request)
    chosen = recipient.answers.filter(state=Answer.State.CHOSEN)
    if not chosen.exists():
        return False
    rows = QuoteRequest.objects.readable().filter(
        pk=request.pk, state=QuoteRequest.State.CLOSED, outcome=QuoteRequest.Outcome.CHOSEN
    )
    request.closed_at = timezone.now()
    # Whoever was treated after all has the mail with the invitation already.
    done = rows.update(
        outcome=QuoteRequest.Outcome.WITHDRAWN,
        closed_at=request.closed_at,
        treated_in=None,
        review_token=None,
    )
    request.refresh_from_db(fields=["state", "outcome", "closed_at"])
    return bool(done)


@transaction.atomic
def withdraw_request(*, request: QuoteRequest) -> QuoteRequest:
    """Take the request back from everybody. Pressed twice: once."""
    now = lock(request)
    if now is not None and now.outcome == QuoteRequest.Outcome.WITHDRAWN:
        request.state, request.outcome = now.state, now.outcome
        return request
    require_state(request, "unconfirmed", "checking", "open", wanted="closed")
    _close(request)
    end_recipients(request, role="patient", withdraw_consent=True)
    touch(request)
    return request


def _close(request: QuoteRequest) -> None:
    move(
        request,
        "closed",
        role="patient",
        outcome=QuoteRequest.Outcome.WITHDRAWN,
        closed_at=timezone.now(),
    )


@transaction.atomic
def extend_request(*, request: QuoteRequest) -> QuoteRequest:
    """Keep the data for the full time again, from today."""
    require_state(request, "checking", "open", wanted="open")
    touch(request)
    return request
