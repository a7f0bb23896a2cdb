"""One step of a state machine, and what several actions share."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from quotes import states
from quotes.actions.forgetting import forget_files, forget_name
from quotes.links import CLINIC
from quotes.models import (
    Answer,
    Consent,
    Erasure,
    QuoteRequest,
    Recipient,
    RecordFile,
    Transition,
)
from quotes.models.erasure import withdrawal_digest
from quotes.states import IllegalMove
from trust import links, outbox


def request_id_of(row: models.Model) -> UUID:
    if isinstance(row, QuoteRequest):
        return row.pk
    if isinstance(row, Answer):
        return row.recipient.request_id
    return row.request_id  # type: ignore[attr-defined]


def move(row: Any, to: str, *, role: str, by: Any = None, why: str = "", **columns: Any) -> None:
    """Move ``row`` to state ``to`` and set ``columns``, only if nobody moved it meanwhile.

    Raises IllegalMove; ``row`` then shows how the thing stands now.
    """
    if not states.allows(row.machine, row.state, to):
        raise IllegalMove(row, to)
    before = row.state
    rows = type(row).objects.filter(pk=row.pk, state=before)
    if not rows.update(state=to, **columns):
        row.refresh_from_db()
        raise IllegalMove(row, to)
    row.state = to
    for name, value in columns.items():
        setattr(row, name, value)
    note_move(row, before, role=role, by=by, why=why)


def note_move(row: Any, before: str, *, role: str, by: Any = None, why: str = "") -> None:
    Transition.objects.create(
        request_id=request_id_of(row),
        object_type=row.machine,
        object_id=row.pk,
        from_state=before,
        to_state=row.state,
        by=by,
        role=role,
        reason=why,
    )


def touch(request: QuoteRequest) -> None:
    """The patient or a clinic did something: the 90 days start anew.

    Not for what our staff do: the words the patient agreed to name a day, and only she or a
    clinic moves it (quotes.consent_texts.keep).
    """
    request.last_activity_at = timezone.now()
    QuoteRequest.objects.filter(pk=request.pk).update(last_activity_at=request.last_activity_at)


def lock(request: QuoteRequest) -> QuoteRequest | None:
    """Return the request as it now stands, locked until the transaction ends; None: time is over.

    Whatever was read before the lock may be old: look again after it.
    """
    return QuoteRequest.objects.select_for_update().readable().filter(pk=request.pk).first()


def require_state(request: QuoteRequest, *allowed: str, wanted: str) -> None:
    """Lock the request and refuse another state."""
    now = lock(request)
    if now is None or now.state not in allowed:
        raise IllegalMove(now or request, wanted)
    request.state = now.state


def require_talk(request: QuoteRequest) -> None:
    """Lock the request and refuse when nobody may write to the patient or she to them."""
    now = lock(request)
    if now is None or not now.can_talk:
        raise IllegalMove(now or request, "message")
    request.state = now.state


def tell_patient(request: QuoteRequest) -> None:
    """One neutral mail: there is an update, here is the link."""
    outbox.enqueue(template="quote_update", object_id=request.pk, language=request.language)


def end_access(recipient: Recipient, *, withdraw_consent: bool) -> None:
    """Close the clinic's door now. A consent shared by two treatments ends with the last one.

    A treatment the clinic declined needs no consent any more, so it keeps none alive. A clinic
    whose door was open is told, and asked to delete what it noted.
    """
    was_open = links.revoke(purpose=CLINIC, object_id=recipient.pk)
    if was_open and recipient.sent_how == "mail":
        outbox.enqueue(template="quote_clinic_over", object_id=recipient.pk, language="ja")
    forget_name(recipient, withdraw_consent=withdraw_consent)
    sent = RecordFile.objects.filter(papers__recipient=recipient)
    forget_files(sent, withdraw_consent=withdraw_consent)
    if withdraw_consent:
        key = withdrawal_digest(recipient.pk)
        Erasure.objects.get_or_create(key_digest=key, defaults={"why": Erasure.Why.REVOKED})
    if withdraw_consent and recipient.consent_id:
        others = Recipient.objects.at_work().filter(consent=recipient.consent_id)
        others = others.exclude(pk=recipient.pk)
        if not others.exists():
            Consent.objects.standing().filter(pk=recipient.consent_id).update(
                withdrawn_at=timezone.now()
            )


def end_recipients(
    request: QuoteRequest,
    *,
    role: str,
    by: Any = None,
    but: Iterable[UUID] = (),
    withdraw_consent: bool = False,
) -> None:
    """End the access of every clinic except ``but``; the ones still at work become withdrawn."""
    for recipient in request.recipients.exclude(pk__in=list(but)).order_by("pk"):
        if states.allows("recipient", recipient.state, "withdrawn"):
            move(recipient, "withdrawn", role=role, by=by)
        end_access(recipient, withdraw_consent=withdraw_consent)
