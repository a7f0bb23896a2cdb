"""Moderation: one decision for each review, made without its scores."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from reviews import reasons
from reviews.means import tell
from reviews.models import Review, ReviewEvent
from reviews.replies.actions import ask_for_reply
from reviews.seen import NotSeen
from staff.roles import REVIEW_MODERATOR
from trust import access_log, outbox


class AlreadyDecided(Exception):
    """Somebody was quicker; `review` says who, when and how."""

    def __init__(self, review: Review) -> None:
        super().__init__(f"review {review.pk} is {review.state}")
        self.review = review


class StillHeld(Exception):
    """It came in with unusually many others: a person must release the burst first."""


@transaction.atomic
def read_case(*, review_id: uuid.UUID, by: Any, role: str = REVIEW_MODERATOR) -> None:
    """Write into the access log that this person opened the review."""
    access_log.record(
        actor=by,
        role=role,
        action="read",
        object_type="reviews.review",
        object_ref=review_id,
    )


@transaction.atomic
def publish_review(
    *, review_id: uuid.UUID, by: Any, note: str = "", seen: datetime | None = None
) -> Review:
    """Make the review public; `seen` is when the person last read it, if that is asked.

    Raises NotSeen, StillHeld, AlreadyDecided, Review.DoesNotExist.
    """
    return _decide(review_id, Review.State.PUBLISHED, reason="", note=note, by=by, seen=seen)


@transaction.atomic
def refuse_review(
    *, review_id: uuid.UUID, by: Any, reason: str, note: str = "", seen: datetime | None = None
) -> Review:
    """Refuse with a reason of the closed list (reviews.reasons) and a note to the writer.

    Raises ValueError for an unknown reason, NotSeen, AlreadyDecided, Review.DoesNotExist.
    """
    if reason not in reasons.BY_CODE:
        raise ValueError(f"unknown reason: {reason!r}")
    return _decide(review_id, Review.State.REFUSED, reason=reason, note=note, by=by, seen=seen)


def _decide(
    review_id: uuid.UUID, state: str, *, reason: str, note: str, by: Any, seen: datetime | None
) -> Review:
    now = timezone.now()
    values = {"state": state, "reason": reason, "note": note, "decided_by": by, "decided_at": now}
    waiting = Review.objects.filter(pk=review_id, state=Review.State.WAITING)
    if seen:
        waiting = waiting.filter(Q(resubmitted_at=None) | Q(resubmitted_at__lte=seen))
    if state == Review.State.PUBLISHED:
        # Shown again, nothing stands in its place any more.
        first = waiting.filter(held_since=None).update(**values, removed_at=None, public_note="")
    else:
        first = waiting.update(**values, held_since=None)
    review = Review.objects.select_related("treatment", "decided_by").get(pk=review_id)
    if not first:
        if review.state != Review.State.WAITING:
            raise AlreadyDecided(review)
        raise NotSeen if seen and (review.resubmitted_at or seen) > seen else StillHeld
    tell_decision(review, before=Review.State.WAITING, by=by, at=now)
    return review


def tell_decision(review: Review, *, before: str, by: Any, at: datetime) -> None:
    """Write the step, the mail to the writer and the change of the clinic's pages.

    The clinic is asked for a reply to a review that comes out.
    """
    ReviewEvent.objects.create(
        review=review,
        from_state=before,
        to_state=review.state,
        reason=review.reason,
        by=by,
        at=at,
    )
    outbox.enqueue(template="review_decided", object_id=review.pk, language=review.language)
    if review.state == Review.State.PUBLISHED:
        ask_for_reply(review=review)
    tell([review.treatment.clinic_id])
