"""The writer takes the review back: everything written is deleted, the count stays."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from reviews.actions.create import MINE
from reviews.actions.report import close_reports
from reviews.aspects import ASPECT_NAMES
from reviews.means import tell
from reviews.models import Appeal, CareNote, Invitation, Review, ReviewEvent, ReviewReport
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
        invitation=None,
        level=Review.Level.EMAIL,  # nothing is known of the way it came any more
        idempotency_key=uuid.uuid4(),  # the same form sent again is a new review
        held_since=None,
        text_hidden_at=None,
        removed_at=None,
        public_note="",
        state=Review.State.WITHDRAWN,
    )
    # Who was invited may write again: one review for each invitation, not one try.
    Invitation.objects.filter(pk=review.invitation_id).update(used_at=None)
    _empty_what_hangs_on_it(review)
    ReviewEvent.objects.create(review=review, from_state=before, to_state=Review.State.WITHDRAWN)
    links.revoke(purpose=MINE, object_id=review.pk)
    forget_reply(review_id=review.pk)
    forget_receipt(review_id=review.pk)
    tell([review.treatment.clinic_id])
    review.refresh_from_db()
    return review


def _empty_what_hangs_on_it(review: Review) -> None:
    """Appeal, reports and the note about help keep no word; what was open is closed."""
    gone = {"outcome": Appeal.Outcome.WITHDRAWN, "decided_at": timezone.now()}
    Appeal.objects.filter(review=review, outcome="").update(**gone, text=None)
    Appeal.objects.filter(review=review).update(text=None, note="")
    close_reports(review, ReviewReport.Outcome.WITHDRAWN, by=None)
    ReviewReport.objects.filter(review=review).update(words=None)
    CareNote.objects.filter(review=review).update(note=None)
