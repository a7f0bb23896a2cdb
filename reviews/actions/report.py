"""Reports on published reviews. A report hides nothing but words that show somebody's data."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from reviews import reasons
from reviews.actions.decide import AlreadyDecided, tell_decision
from reviews.means import tell
from reviews.models import Review, ReviewEvent, ReviewReport
from reviews.seen import NotSeen

HIDING = "personal_data"


@transaction.atomic
def report_review(
    *,
    review_id: uuid.UUID,
    reason: str,
    words: str,
    idempotency_key: uuid.UUID,
    may_hide: Callable[[], bool] = lambda: True,
) -> ReviewReport:
    """Store a report; the same form sent twice gives the same report.

    One about personal data takes the review's words out of sight at once, unless a person looked
    at these words before, or `may_hide` says no (too many in a day); it is asked only when there
    is something to hide. Scores stay.
    Raises ValueError for an unknown reason, Review.DoesNotExist when it is not published.
    """
    if reason not in dict(reasons.report_choices()):
        raise ValueError(f"unknown reason: {reason!r}")
    review = (
        Review.objects.select_for_update(of=["self"])
        .select_related("treatment")
        .get(pk=review_id, state=Review.State.PUBLISHED)
    )
    same_form = ReviewReport.objects.filter(review=review, idempotency_key=idempotency_key)
    if earlier := same_form.first():
        return earlier
    in_sight = bool(review.text) and review.text_hidden_at is None
    hides = reason == HIDING and in_sight and not _looked_at(review) and may_hide()
    if hides:
        Review.objects.filter(pk=review.pk).update(text_hidden_at=timezone.now())
    report = ReviewReport.objects.create(
        review=review,
        reason=reason,
        words=words or None,
        hid_words=hides,
        idempotency_key=idempotency_key,
    )
    if hides:
        tell([review.treatment.clinic_id])
    return report


def _looked_at(review: Review) -> bool:
    """A person let the words stand after such a report since they were published."""
    return ReviewReport.objects.filter(
        review=review,
        reason=HIDING,
        outcome=ReviewReport.Outcome.KEPT,
        decided_at__gte=review.decided_at,
    ).exists()


@transaction.atomic
def keep_review(*, review_id: uuid.UUID, by: Any, seen: datetime | None = None) -> Review:
    """Let the review stand, show its words again and close its reports.

    `seen` is when the person last read them, if that is asked. Raises NotSeen, AlreadyDecided,
    Review.DoesNotExist.
    """
    now = timezone.now()
    review = _reported(review_id, seen)
    close_reports(review, ReviewReport.Outcome.KEPT, by=by)
    hidden = review.text_hidden_at is not None
    Review.objects.filter(pk=review_id).update(text_hidden_at=None)
    ReviewEvent.objects.create(
        review=review,
        from_state=Review.State.PUBLISHED,
        to_state=Review.State.PUBLISHED,
        by=by,
        at=now,
    )
    if hidden:
        tell([review.treatment.clinic_id])
    review.refresh_from_db()
    return review


@transaction.atomic
def remove_review(
    *,
    review_id: uuid.UUID,
    by: Any,
    reason: str,
    public_note: str = "",
    note: str = "",
    seen: datetime | None = None,
) -> Review:
    """Take a reported review away, with a reason of the closed list; closes its reports.

    `public_note` stands in its place for readers, and must when it told of a complication; `note`
    goes to the writer, who may change the review or appeal as after any refusal.
    Raises ValueError (unknown reason, note missing), NotSeen, AlreadyDecided, Review.DoesNotExist.
    """
    if reason not in reasons.BY_CODE:
        raise ValueError(f"unknown reason: {reason!r}")
    now = timezone.now()
    review = _reported(review_id, seen)
    if review.complication and not public_note:
        raise ValueError("a review that told of a complication goes with a public note only")
    close_reports(review, ReviewReport.Outcome.REMOVED, by=by)
    Review.objects.filter(pk=review_id, state=Review.State.PUBLISHED).update(
        state=Review.State.REFUSED,
        reason=reason,
        note=note,
        public_note=public_note,
        decided_by=by,
        decided_at=now,
        removed_at=now,
        text_hidden_at=None,
    )
    review.refresh_from_db()
    tell_decision(review, before=Review.State.PUBLISHED, by=by, at=now)
    return review


def _reported(review_id: uuid.UUID, seen: datetime | None) -> Review:
    """The published review with an open report, locked until the end of the transaction.

    A report that came in after the person looked would be closed unread.
    """
    review = (
        Review.objects.select_for_update(of=["self"]).select_related("treatment").get(pk=review_id)
    )
    open_reports = ReviewReport.objects.waiting().filter(review=review)
    if review.state != Review.State.PUBLISHED or not open_reports.exists():
        raise AlreadyDecided(review)
    if seen and open_reports.filter(made_at__gt=seen).exists():
        raise NotSeen
    return review


def close_reports(review: Review, outcome: str, *, by: Any) -> int:
    """Close all open reports of the review; those its writer closes lose their words."""
    emptied = {} if by else {"words": None}
    return ReviewReport.objects.filter(review=review, outcome="").update(
        outcome=outcome, decided_by=by, decided_at=timezone.now(), **emptied
    )
