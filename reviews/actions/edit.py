"""The writer changes a refused review, once, and it is read again."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from reviews.actions.hold import hold_burst
from reviews.content import ReviewContent
from reviews.means import tell
from reviews.models import Review, ReviewEvent
from reviews.replies.actions import forget_reply
from reviews.rules import WRITER_HAS
from trust import outbox
from trust.fields import sealed


class NoMoreChance(Exception):
    """The review cannot be changed or appealed (any more); `review` says how it stands."""

    def __init__(self, review: Review) -> None:
        super().__init__(f"review {review.pk} is {review.state}")
        self.review = review


@transaction.atomic
def resubmit_review(*, review_id: uuid.UUID, content: ReviewContent) -> Review:
    """Put the new answers in place of the refused ones, back into the queue.

    Treatment, month and address stay. A review that was taken away with a public note keeps the
    note until it is published again. Raises NoMoreChance, Review.DoesNotExist.
    """
    now = timezone.now()
    review = Review.objects.select_related("treatment").get(pk=review_id)
    private = content.complication_help
    changed = Review.objects.filter(
        pk=review_id,
        state=Review.State.REFUSED,
        resubmitted_at=None,
        appealed_at=None,
        decided_at__gt=now - WRITER_HAS,
    ).update(
        **content.scores,
        paid_vs_quoted=content.paid_vs_quoted,
        difference_yen=content.difference_yen,
        complication=content.complication,
        complication_help=sealed(review, "complication_help", private) if private else None,
        text=content.text,
        state=Review.State.WAITING,
        reason="",
        note="",
        decided_by=None,
        decided_at=None,
        resubmitted_at=now,
        removed_at=Case(When(~Q(public_note=""), then=F("removed_at")), default=Value(None)),
    )
    review = Review.objects.select_related("treatment").get(pk=review_id)
    if not changed:
        raise NoMoreChance(review)
    ReviewEvent.objects.create(
        review=review, from_state=Review.State.REFUSED, to_state=Review.State.WAITING, at=now
    )
    forget_reply(review_id=review.pk)  # it answered other words
    hold_burst(clinic_id=review.treatment.clinic_id)
    outbox.enqueue(template="review_received", object_id=review.pk, language=review.language)
    tell([review.treatment.clinic_id])
    return review
