"""What reviews delete on time.

Unconfirmed reviews after 7 days, unused invitations after 180, appeals, reports and the words of
notes about complications a year after they were decided.
"""

from __future__ import annotations

from django.utils import timezone

from reviews import means
from reviews.models import Appeal, CareNote, Invitation, ReviewReport, UnconfirmedReview
from reviews.models.unconfirmed import KEPT
from reviews.receipts import jobs as receipts
from reviews.replies import jobs as replies
from reviews.rules import KEPT_AFTER_DECISION
from trust import retention
from trust.jobs import Job, register_job

RULES = (
    retention.RetentionRule(
        name="reviews: never confirmed",
        due=lambda now: UnconfirmedReview.objects.older_than(now - KEPT),
    ),
    retention.RetentionRule(
        name="reviews: invitations never used",
        due=lambda now: Invitation.objects.lapsed(now),
    ),
    *replies.RULES,
    *receipts.RULES,
    retention.RetentionRule(
        name="reviews: appeals",
        due=lambda now: Appeal.objects.ended_before(now - KEPT_AFTER_DECISION),
    ),
    retention.RetentionRule(
        name="reviews: reports",
        due=lambda now: ReviewReport.objects.ended_before(now - KEPT_AFTER_DECISION),
    ),
    retention.RetentionRule(
        name="reviews: notes about complications",
        due=lambda now: CareNote.objects.noted_before(now - KEPT_AFTER_DECISION),
        delete=lambda rows: rows.update(note=None),
    ),
)


def purge() -> str:
    """Delete what is due; says how many rows of each kind went."""
    # People who never confirm may be many: what is due here is nobody's but theirs, so the brake
    # against emptying a table does not help.
    outcomes = retention.run(RULES, dry_run=False, now=timezone.now(), confirmed=True)
    return ", ".join(f"{outcome.name} {outcome.deleted}" for outcome in outcomes)


def register() -> None:
    register_job(Job(name="reviews_purge", run=purge, at_hour=3))
    # At midnight, when a month has begun in which others are two years old.
    register_job(Job(name="reviews: means of the last two years", run=means.renew, at_hour=0))
