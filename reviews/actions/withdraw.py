"""The writer takes the review back: everything written is deleted, the count stays."""

from __future__ import annotations

import uuid

from django.db import transaction

from clinics.actions import public_change
from reviews.actions.create import MINE
from reviews.aspects import ASPECT_NAMES
from reviews.models import Review, ReviewEvent
from reviews.receipts.actions import forget_receipt
from reviews.replies.actions import forget_reply
from trust import links


@transaction.atomic
def withdraw_review(*, review_id: uuid.UUID) -> Review:
    """Empty the review and end its link. Taking it back twice changes nothing more."""
    review = (
        Review.objects.select_for_update(of=["self"]).select_related("treatment").get(pk=review_id)
    )
    if review.state == Review.State.WITHDRAWN:
        return review
    before = review.state
    emptied = dict.fromkeys(ASPECT_NAMES)
    Review.objects.filter(pk=review_id).update(
        **emptied,
        paid_vs_quoted="",
        difference_yen=None,
        complication=None,
        complication_help=None,
        text="",
        note="",
        reason="",
        email=None,
        email_digest="",
        state=Review.State.WITHDRAWN,
    )
    ReviewEvent.objects.create(review=review, from_state=before, to_state=Review.State.WITHDRAWN)
    links.revoke(purpose=MINE, object_id=review.pk)
    forget_reply(review_id=review.pk)
    forget_receipt(review_id=review.pk)
    public_change([review.treatment.clinic_id])
    review.refresh_from_db()
    return review
