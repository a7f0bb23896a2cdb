"""Moderation: one decision for each review, made without its scores."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinics.actions import public_change
from reviews import reasons
from reviews.models import Review, ReviewEvent
from reviews.replies.actions import ask_for_reply
from staff.roles import REVIEW_MODERATOR
from trust import access_log, outbox


class AlreadyDecided(Exception):
    """Somebody was quicker; `review` says who, when and how."""

    def __init__(self, review: Review) -> None:
        super().__init__(f"review {review.pk} is {review.state}")
        self.review = review


@transaction.atomic
def read_case(*, review_id: uuid.UUID, by: Any) -> None:
    """Write into the access log that this moderator opened the review."""
    access_log.record(
        actor=by,
        role=REVIEW_MODERATOR,
        action="read",
        object_type="reviews.review",
        object_ref=review_id,
    )


@transaction.atomic
def publish_review(*, review_id: uuid.UUID, by: Any, note: str = "") -> Review:
    """Make the review public. Raises AlreadyDecided, Review.DoesNotExist."""
    review = _decide(review_id, Review.State.PUBLISHED, reason="", note=note, by=by)
    ask_for_reply(review=review)
    return review


@transaction.atomic
def refuse_review(*, review_id: uuid.UUID, by: Any, reason: str, note: str = "") -> Review:
    """Refuse with a reason of the closed list (reviews.reasons) and a note to the writer.

    Raises ValueError for an unknown reason, AlreadyDecided, Review.DoesNotExist.
    """
    if reason not in reasons.BY_CODE:
        raise ValueError(f"unknown reason: {reason!r}")
    return _decide(review_id, Review.State.REFUSED, reason=reason, note=note, by=by)


def _decide(review_id: uuid.UUID, state: str, *, reason: str, note: str, by: Any) -> Review:
    now = timezone.now()
    first = Review.objects.filter(pk=review_id, state=Review.State.WAITING).update(
        state=state, reason=reason, note=note, decided_by=by, decided_at=now
    )
    review = Review.objects.select_related("treatment", "decided_by").get(pk=review_id)
    if not first:
        raise AlreadyDecided(review)
    ReviewEvent.objects.create(
        review=review,
        from_state=Review.State.WAITING,
        to_state=state,
        reason=reason,
        by=by,
        at=now,
    )
    outbox.enqueue(template="review_decided", object_id=review.pk, language=review.language)
    public_change([review.treatment.clinic_id])
    return review
