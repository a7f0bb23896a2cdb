"""What our staff do with a request."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext

from clinics.models import Treatment
from quotes import links
from quotes.actions.form_keys import stored_key
from quotes.actions.moving import (
    end_recipients,
    lock,
    move,
    require_state,
    require_talk,
    tell_patient,
)
from quotes.models import Message, QuoteRequest, Recipient
from quotes.states import IllegalMove
from trust import access_log, outbox

ROLE = "quote coordinator"
OBJECT = "quotes.quoterequest"


class AlreadyTaken(IllegalMove):
    """Somebody else has the case; ``row.assignee`` and ``row.assigned_at`` say who and when."""


class ReasonNeeded(Exception):
    """Opening somebody else's case needs a reason."""


class NoAddress(Exception):
    """The clinic has no confirmed address for requests: it must be reached another way."""


class NotListed(Exception):
    """The treatment is not public any more; a request must not be sent there."""


class NoConsent(Exception):
    """The patient has not agreed that this clinic is asked."""


def note_access(
    request: QuoteRequest, *, by: Any, action: str, reason: str = "", label: str = ""
) -> None:
    """Write what the patient reads under "who saw my request"."""
    access_log.record(
        actor=by,
        role=ROLE,
        action=action,
        object_type=OBJECT,
        object_ref=request.pk,
        reason=reason,
        label=label,
    )


@transaction.atomic
def open_case(*, request: QuoteRequest, by: Any, reason: str = "") -> QuoteRequest:
    """Read a case; the read log is written first. Raises ReasonNeeded for another's case."""
    foreign = request.assignee_id not in {None, by.pk}
    if foreign and not settings.SMALL_TEAM and not reason:
        raise ReasonNeeded
    note_access(request, by=by, action="opened", reason=reason)
    return request


@transaction.atomic
def note_exported(*, requests: Iterable[QuoteRequest], by: Any) -> int:
    """Write into each read log that the line of the list was saved as a file; return how many."""
    count = 0
    for request in requests:
        note_access(request, by=by, action="exported")
        count += 1
    return count


@transaction.atomic
def take_case(*, request: QuoteRequest, by: Any, instead_of: int | None = None) -> QuoteRequest:
    """Take a free case, or one that ``instead_of`` (staff id) has. Raises AlreadyTaken."""
    mine = QuoteRequest.objects.active().filter(pk=request.pk)
    free = mine.filter(Q(assignee=instead_of) | Q(assignee=by.pk))
    if not free.update(assignee=by, assigned_at=timezone.now()):
        raise AlreadyTaken(_as_it_stands(request), "taken")
    note_access(request, by=by, action="took")
    return _as_it_stands(request)


def _as_it_stands(request: QuoteRequest) -> QuoteRequest:
    return QuoteRequest.objects.select_related("assignee").get(pk=request.pk)


@transaction.atomic
def release_to_clinic(*, recipient: Recipient, by: Any, how: str = "mail") -> Recipient:
    """Send the request to one clinic. ``how``: mail (a link), or phone / fax (done by hand).

    Raises NoConsent, NotListed, NoAddress (mail without a confirmed address), IllegalMove.
    """
    request, clinic = recipient.request, recipient.clinic
    require_state(request, "checking", "open", wanted="sent")
    if recipient.consent is None or recipient.consent.withdrawn_at:
        raise NoConsent
    if not Treatment.objects.listed().filter(pk=recipient.treatment_id).exists():
        raise NotListed
    if how == "mail" and not (clinic.contact_email and clinic.contact_confirmed_on):
        raise NoAddress
    move(recipient, "sent", role="staff", by=by, sent_at=timezone.now(), sent_how=how)
    if request.state == QuoteRequest.State.CHECKING:
        move(request, "open", role="staff", by=by)
    links.issue_clinic_link(recipient)
    if how == "mail":
        tell_clinic(recipient)
    note_access(request, by=by, action="sent", reason=how, label=clinic.name_en or clinic.name_ja)
    tell_patient(request)
    return recipient


def tell_clinic(recipient: Recipient) -> None:
    """One mail with the clinic's link. It says nothing of the patient."""
    if recipient.sent_how == "mail":
        outbox.enqueue(template="quote_clinic", object_id=recipient.pk, language="ja")


@transaction.atomic
def refuse_request(*, request: QuoteRequest, by: Any, reason: str) -> QuoteRequest:
    """Refuse to pass a request on, with a reason from the closed list (quotes.reasons)."""
    require_state(request, "checking", wanted="closed")
    move(
        request,
        "closed",
        role="staff",
        by=by,
        why=reason,
        reason=reason,
        outcome=QuoteRequest.Outcome.REFUSED,
        closed_at=timezone.now(),
    )
    end_recipients(request, role="staff", by=by)
    tell_patient(request)
    return request


@transaction.atomic
def close_request(*, request: QuoteRequest, by: Any, reason: str = "") -> QuoteRequest:
    """Close an open request without a choice."""
    require_state(request, "open", wanted="closed")
    move(
        request,
        "closed",
        role="staff",
        by=by,
        why=reason,
        reason=reason,
        outcome=QuoteRequest.Outcome.NONE,
        closed_at=timezone.now(),
    )
    end_recipients(request, role="staff", by=by)
    tell_patient(request)
    return request


@transaction.atomic
def ask_patient(*, request: QuoteRequest, text: str, key: UUID, by: Any) -> Message:
    """Write to the patient from our staff. The same form sent twice gives one message."""
    key = stored_key(key, "staff", request.pk, text)
    lock(request)
    known = Message.objects.filter(idempotency_key=key).first()
    if known:
        return known
    require_talk(request)
    message = Message.objects.create(
        request=request, sender=Message.Sender.STAFF, by=by, text=text, idempotency_key=key
    )
    tell_patient(request)
    return message


@transaction.atomic
def pass_on(*, recipient: Recipient, by: Any) -> Message:
    """Staff told the clinic by hand what the patient last wrote to it: the patient reads so.

    For clinics that are not reached by a link's mail. Pressed twice: one line. Raises IllegalMove.
    """
    request = recipient.request
    require_talk(request)
    waiting = Message.objects.waiting_for_staff().filter(recipient=recipient).first()
    if waiting is None:
        told = Message.objects.with_clinic(recipient).filter(sender=Message.Sender.STAFF).last()
        if told is None:
            raise IllegalMove(recipient, "passed on")
        return told
    with translation.override(request.language):
        text = gettext("Our staff told the clinic what you wrote.")
    label = recipient.clinic.name_en or recipient.clinic.name_ja
    note_access(request, by=by, action="sent", reason=recipient.sent_how, label=label)
    return Message.objects.create(
        request=request, recipient=recipient, sender=Message.Sender.STAFF, by=by, text=text
    )


@transaction.atomic
def mark_no_answer(*, recipient: Recipient) -> Recipient:
    """Five working days went by without an answer; the patient reads it."""
    move(recipient, "no_answer", role="system")
    tell_patient(recipient.request)
    return recipient
