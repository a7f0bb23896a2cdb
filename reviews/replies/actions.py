"""Everything that changes a reply. Each step is one conditional UPDATE and one row of history."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from clinics.actions import public_change
from reviews.models.reply import OPEN_FOR, Reply, ReplyEvent
from reviews.models.review import Review
from reviews.replies import links as reply_links
from reviews.replies import reasons
from reviews.seen import NotSeen
from staff.roles import REVIEW_MODERATOR
from trust import access_log, links, outbox
from trust.digests import email_digest

# Clinics read Japanese; the mails say the same in English below.
LANGUAGE = "ja"


class ReplyClosed(Exception):
    """Not possible any more; `reply` says how things stand."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"reply {reply.pk} is {reply.state}")
        self.reply = reply


@transaction.atomic
def ask_for_reply(*, review: Review) -> Reply | None:
    """Mail a link to the clinic, once for each review; None without a confirmed address.

    When the clinic's address changed since, the old link ends and the new address gets another.
    """
    clinic = review.treatment.clinic
    if not (clinic.contact_email and clinic.contact_confirmed_on):
        return None
    now_at = {"address_digest": email_digest(clinic.contact_email)}
    reply, is_new = Reply.objects.get_or_create(review=review, defaults=now_at)
    if is_new or Reply.objects.filter(pk=reply.pk).exclude(**now_at).update(**now_at):
        links.revoke(purpose=reply_links.REPLY, object_id=review.pk)
        _issue(reply)
        outbox.enqueue(template="review_reply_asked", object_id=review.pk, language=LANGUAGE)
    return reply


def _issue(reply: Reply) -> None:
    """A new link; a reply that stands can be taken back as long as the review can."""
    open_for = reply_links.TAKE_BACK_FOR if reply.is_public else OPEN_FOR
    reply_links.issue(reply.review_id, open_for=open_for)


@transaction.atomic
def send_reply(*, reply_id: uuid.UUID, text: str, form_key: uuid.UUID) -> Reply:
    """Take the clinic's words to be read by a moderator; the same form twice is once.

    Raises ReplyClosed when it was sent, decided or taken back already, or the review is gone;
    Reply.DoesNotExist when its writer erased the review.
    """
    before = Reply.objects.select_for_update(of=["self"]).get(pk=reply_id)
    if before.form_key == form_key and before.state != Reply.State.ASKED:
        return before
    now = timezone.now()
    sent = Reply.objects.writable().filter(pk=reply_id).update(
        state=Reply.State.WAITING, text=text, form_key=form_key, tries=F("tries") + 1,
        reason="", note="", decided_by=None, decided_at=None, sent_at=now, changed_at=now,
    )  # fmt: skip
    if not sent:
        raise ReplyClosed(before)
    return _noted(reply_id, before.state)


@transaction.atomic
def read_reply(*, reply_id: uuid.UUID, by: Any) -> None:
    """Write into the access log that this moderator opened the reply."""
    access_log.record(
        actor=by,
        role=REVIEW_MODERATOR,
        action="read",
        object_type="reviews.reply",
        object_ref=reply_id,
    )


@transaction.atomic
def publish_reply(*, reply_id: uuid.UUID, by: Any, seen: datetime | None = None) -> Reply:
    """Show it below its review; `seen` is when the person last read it, if that is asked.

    Raises NotSeen, ReplyClosed, Reply.DoesNotExist.
    """
    reply = _decide(reply_id, Reply.State.PUBLISHED, by=by, seen=seen)
    _issue(reply)
    public_change([reply.review.treatment.clinic_id])
    return reply


@transaction.atomic
def refuse_reply(
    *, reply_id: uuid.UUID, by: Any, reason: str, note: str = "", seen: datetime | None = None
) -> Reply:
    """Refuse with a reason of the closed list; the clinic may write once more, then no more.

    After the second refusal the words are deleted. Raises ValueError for an unknown reason,
    NotSeen, ReplyClosed, Reply.DoesNotExist.
    """
    return _refuse(reply_id, Reply.State.WAITING, by=by, reason=reason, note=note, seen=seen)


@transaction.atomic
def remove_reply(
    *, reply_id: uuid.UUID, by: Any, reason: str, note: str = "", seen: datetime | None = None
) -> Reply:
    """Take a published reply away, with a reason as for a refusal. Raises as `refuse_reply`."""
    given = {"by": by, "reason": reason, "note": note, "seen": seen}
    reply = _refuse(reply_id, Reply.State.PUBLISHED, **given)
    public_change([reply.review.treatment.clinic_id])
    return reply


def _refuse(
    reply_id: uuid.UUID,
    before: str,
    *,
    by: Any,
    reason: str,
    note: str,
    seen: datetime | None,
) -> Reply:
    if reason not in reasons.BY_CODE:
        raise ValueError(f"unknown reason: {reason!r}")
    given = {"by": by, "reason": reason, "note": note, "seen": seen}
    reply = _decide(reply_id, Reply.State.REFUSED, before, **given)
    if reply.tries_left:
        _issue(reply)
    else:
        Reply.objects.filter(pk=reply_id).update(text="")
        reply.text = ""
    return reply


def _decide(
    reply_id: uuid.UUID,
    state: str,
    before: str = Reply.State.WAITING,
    *,
    by: Any,
    reason: str = "",
    note: str = "",
    seen: datetime | None = None,
) -> Reply:
    now = timezone.now()
    here = Reply.objects.of_published().filter(pk=reply_id, state=before)
    first = (here.filter(sent_at__lte=seen) if seen else here).update(
        state=state, reason=reason, note=note, decided_by=by, decided_at=now, changed_at=now
    )  # fmt: skip
    if not first:
        raise NotSeen if seen and here.exists() else ReplyClosed(_found(reply_id))
    reply = _noted(reply_id, before, reason=reason, by=by)
    outbox.enqueue(template="review_reply_decided", object_id=reply.review_id, language=LANGUAGE)
    return reply


@transaction.atomic
def take_back_reply(*, reply_id: uuid.UUID) -> Reply:
    """The clinic takes its words back: they are deleted. Pressed twice is once.

    Raises Reply.DoesNotExist when the review was erased meanwhile.
    """
    before = Reply.objects.select_for_update(of=["self"]).get(pk=reply_id)
    if before.state in {Reply.State.ASKED, Reply.State.WITHDRAWN}:
        return before
    Reply.objects.filter(pk=reply_id).update(
        state=Reply.State.WITHDRAWN, text="", note="", reason="", changed_at=timezone.now()
    )
    reply = _noted(reply_id, before.state)
    if before.is_public:
        public_change([reply.review.treatment.clinic_id])
    return reply


@transaction.atomic
def forget_reply(*, review_id: uuid.UUID) -> None:
    """The writer erases the review: the reply, its history and its links go, too."""
    # Locked first: a decision that comes at the same moment has then written its step.
    for reply in Reply.objects.select_for_update(of=["self"]).filter(review=review_id):
        reply.delete()
    links.revoke(purpose=reply_links.REPLY, object_id=review_id)


def _found(reply_id: uuid.UUID) -> Reply:
    return Reply.objects.select_related("review__treatment", "decided_by").get(pk=reply_id)


def _noted(reply_id: uuid.UUID, before: str, *, reason: str = "", by: Any = None) -> Reply:
    """Write the step that was just made and return the reply as it stands."""
    reply = _found(reply_id)
    ReplyEvent.objects.create(
        reply=reply,
        from_state=before,
        to_state=reply.state,
        reason=reason,
        by=by,
        at=reply.changed_at,
    )
    return reply
