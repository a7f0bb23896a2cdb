"""What the patient does on her page."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from quotes import consent_texts
from quotes.actions.desk import tell_clinic
from quotes.actions.moving import end_access, end_recipients, move, require_state, touch
from quotes.actions.request import new_consent
from quotes.models import Answer, Consent, Message, QuoteRequest, Recipient
from quotes.states import IllegalMove


@transaction.atomic
def allow_clinic(*, recipient: Recipient) -> Recipient:
    """Tick one more clinic by name: staff may now send it there."""
    request = recipient.request
    require_state(request, "checking", "open", wanted="sent")
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
    """Answer a clinic's question, or write to our staff. The same form sent twice: one message."""
    known = Message.objects.filter(idempotency_key=key, request=request).first()
    if known:
        return known
    require_state(request, "checking", "open", wanted="reply")
    if recipient is not None:
        seen = Recipient.objects.visible_to_clinic().filter(pk=recipient.pk, request=request)
        if not seen.exists():
            raise IllegalMove(recipient, "reply")
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


@transaction.atomic
def choose_answer(*, answer: Answer) -> Answer:
    """Go on with this clinic. The request closes and every other clinic's access ends.

    One winner however many press at once: the request moves first, by one conditional UPDATE.
    Raises IllegalMove, also for an answer whose time is over.
    """
    request = answer.recipient.request
    require_state(request, "open", wanted="chosen")
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
    touch(request)
    tell_clinic(answer.recipient)
    return answer


@transaction.atomic
def decline_answer(*, answer: Answer) -> Answer:
    """Not this one. The clinic may still send a new version."""
    require_state(answer.recipient.request, "open", wanted="not_this_one")
    move(answer, "not_this_one", role="patient")
    touch(answer.recipient.request)
    return answer


@transaction.atomic
def withdraw_recipient(*, recipient: Recipient) -> Recipient:
    """Take the request back from one clinic: its access ends with this transaction.

    When no clinic is left the request closes.
    """
    request = recipient.request
    require_state(request, "unconfirmed", "checking", "open", wanted="withdrawn")
    move(recipient, "withdrawn", role="patient")
    end_access(recipient, withdraw_consent=True)
    touch(request)
    left = request.recipients.exclude(state__in=["withdrawn", "declined"])
    if not left.exists():
        _close(request)
    return recipient


@transaction.atomic
def withdraw_request(*, request: QuoteRequest) -> QuoteRequest:
    """Take the request back from everybody."""
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
