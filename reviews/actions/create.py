"""The one place where a review row is made."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from clinics.actions import renew_version
from reviews.actions.hold import hold_burst
from reviews.content import ReviewContent
from reviews.models import Invitation, Review, ReviewEvent
from trust import links, outbox
from trust.digests import email_digest

MINE = "review_mine"
LINK_OPEN_FOR = timedelta(days=3650)


class AlreadyReviewed(Exception):
    """This person's review of this treatment in this month stands already."""


@transaction.atomic
def create_review(
    *,
    content: ReviewContent,
    email: str,
    level: str,
    language: str,
    idempotency_key: uuid.UUID,
    invitation: Invitation | None = None,
    pk: uuid.UUID | None = None,
) -> Review:
    """Store a review to be decided, its first step, the writer's link and the mail about it.

    Raises AlreadyReviewed; ValueError for a month that is not the first day of a past month.
    """
    month = content.treated_month
    if month.day != 1 or month > timezone.localdate():
        raise ValueError("the month of treatment is the first day of a month, not in the future")
    digest = email_digest(email)
    if Review.objects.by_person(digest, content.treatment_id, month).exists():
        raise AlreadyReviewed
    review = Review(
        id=pk or uuid.uuid4(),
        treatment_id=content.treatment_id,
        treated_month=month,
        **content.scores,
        paid_vs_quoted=content.paid_vs_quoted,
        difference_yen=content.difference_yen,
        complication=content.complication,
        complication_help=content.complication_help or None,
        text=content.text,
        no_relation=content.no_relation,
        no_reward=content.no_reward,
        level=level,
        email=email,
        email_digest=digest,
        invitation=invitation,
        language=language,
        idempotency_key=idempotency_key,
    )
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError as error:
        # Two at once, or a form sent again: the unique constraint let the first one in.
        same_form = Review.objects.filter(idempotency_key=idempotency_key)
        if (same_form | Review.objects.by_person(digest, content.treatment_id, month)).exists():
            raise AlreadyReviewed from error
        raise
    ReviewEvent.objects.create(review=review, to_state=Review.State.WAITING)
    links.issue(purpose=MINE, object_id=review.pk, expires_at=timezone.now() + LINK_OPEN_FOR)
    outbox.enqueue(template="review_received", object_id=review.pk, language=language)
    hold_burst(clinic_id=review.treatment.clinic_id)
    renew_version()  # the clinic's page counts the reviews that came in
    return review
