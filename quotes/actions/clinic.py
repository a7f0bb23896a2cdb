"""What a clinic does through its link, or staff for a clinic that telephoned."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from quotes.actions.desk import OBJECT
from quotes.actions.forgetting import forget_files
from quotes.actions.form_keys import stored_key
from quotes.actions.moving import (
    lock,
    move,
    note_move,
    require_state,
    require_talk,
    tell_patient,
    touch,
)
from quotes.models import Answer, Message, QuoteRequest, Recipient, RecordFile
from quotes.models.answer import TERMS
from quotes.states import IllegalMove
from trust import access_log


def _lock(recipient: Recipient, wanted: str) -> Recipient:
    """Return the recipient as it now stands, locked, if its clinic may still act on it."""
    require_state(recipient.request, "open", wanted=wanted)
    return _seen(recipient, wanted)


def _seen(recipient: Recipient, wanted: str) -> Recipient:
    now = Recipient.objects.select_for_update().visible_to_clinic().filter(pk=recipient.pk).first()
    if now is None:
        recipient.refresh_from_db()
        raise IllegalMove(recipient, wanted)
    return now


@transaction.atomic
def open_as_clinic(*, recipient: Recipient) -> Recipient:
    """Note that the clinic opened the request: the patient sees it."""
    access_log.record(
        actor=f"clinic:{recipient.clinic_id}",
        role="clinic",
        action="opened",
        object_type=OBJECT,
        object_ref=recipient.request_id,
        label=recipient.clinic.name_en or recipient.clinic.name_ja,
    )
    return recipient


@transaction.atomic
def record_answer(
    *,
    recipient: Recipient,
    key: UUID,
    lines: list[dict[str, Any]],
    total_min: int,
    total_max: int,
    tax: str,
    valid_until: date,
    note: str = "",
    as_published: bool = False,
    source: str = Answer.Source.LINK,
    by: Any = None,
    **terms: Any,
) -> Answer:
    """Store the next version of a clinic's answer; the one before is superseded.

    ``lines``: [{"code": str, "label": str, "jpy": int}, …], see quotes.published.as_answer.
    ``terms``: any of quotes.models.answer.TERMS. ``by``: the staff member who typed it.
    The same form sent twice gives one answer. Raises IllegalMove.
    """
    told = {name: terms.pop(name, None) or None for name in TERMS}
    if terms:
        raise TypeError(f"unknown terms: {', '.join(terms)}")
    said = [lines, total_min, total_max, tax, valid_until, note, as_published, source, told]
    key = stored_key(key, "answer", recipient.pk, *said)
    lock(recipient.request)
    known = Answer.objects.filter(idempotency_key=key).first()
    if known:
        return known
    role = "staff" if by else "clinic"
    recipient = _lock(recipient, "answered")
    version = 1
    for older in recipient.answers.current():
        version = older.version + 1
        move(older, "superseded", role=role, by=by)
    answer = Answer.objects.create(
        recipient=recipient,
        version=version,
        lines=lines,
        total_min=total_min,
        total_max=total_max,
        tax=tax,
        note=note or None,
        valid_until=valid_until,
        as_published=as_published,
        source=source,
        typed_by=by,
        idempotency_key=key,
        **told,
    )
    note_move(answer, "", role=role, by=by)
    if recipient.state != Recipient.State.ANSWERED:
        move(recipient, "answered", role=role, by=by)
    touch(recipient.request)
    tell_patient(recipient.request)
    return answer


@transaction.atomic
def ask_question(*, recipient: Recipient, text: str, key: UUID, by: Any = None) -> Message:
    """The clinic asks the patient, or the chosen one writes to her; ``by``: staff typed it."""
    key = stored_key(key, "question", recipient.pk, text)
    lock(recipient.request)
    known = Message.objects.filter(idempotency_key=key).first()
    if known:
        return known
    require_talk(recipient.request)
    recipient = _seen(recipient, "question")
    message = Message.objects.create(
        request_id=recipient.request_id,
        recipient=recipient,
        sender=Message.Sender.CLINIC,
        by=by,
        text=text,
        idempotency_key=key,
    )
    # After the choice nothing moves any more; they only write to each other.
    is_open = recipient.request.state == QuoteRequest.State.OPEN
    if is_open and recipient.state != Recipient.State.QUESTION:
        move(recipient, "question", role="staff" if by else "clinic", by=by)
    touch(recipient.request)
    tell_patient(recipient.request)
    return message


@transaction.atomic
def decline_to_answer(*, recipient: Recipient, reason: str, by: Any = None) -> Recipient:
    """The clinic cannot quote, with a reason from the closed list."""
    recipient = _lock(recipient, "declined")
    role = "staff" if by else "clinic"
    move(recipient, "declined", role=role, by=by, why=reason, reason=reason)
    forget_files(RecordFile.objects.filter(papers__recipient=recipient), withdraw_consent=False)
    touch(recipient.request)
    tell_patient(recipient.request)
    return recipient
