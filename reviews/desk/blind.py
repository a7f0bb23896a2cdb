"""A review as its moderator may see it: without scores and without what was paid."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from clinics.models import Clinic, Treatment
from reviews.desk.queue import TARGET
from reviews.models import Review

# Never all columns: what is not loaded cannot be shown.
SHOWN = (
    "id", "treatment__title_ja", "treatment__title_en", "treatment__clinic__name_ja",
    "treatment__clinic__name_en", "treatment__clinic__slug", "treatment__clinic__is_sample",
    "treated_month", "text", "level", "language", "complication", "complication_help",
    "received_at", "resubmitted_at", "held_since", "text_hidden_at",
    "state",
)  # fmt: skip


@dataclass(frozen=True)
class BlindReview:
    """What decides about publishing: words, clinic, month, how it was confirmed."""

    id: uuid.UUID
    treatment: Treatment
    clinic: Clinic
    month: str
    text: str
    level: str
    language: str
    complication: bool | None
    complication_help: str
    received_at: datetime
    waiting_since: datetime
    changed_at: datetime | None
    waits: bool
    held_since: datetime | None
    words_hidden: bool

    @property
    def state_of(self) -> datetime:
        """When what stands here was sent."""
        return self.changed_at or self.received_at

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.waiting_since

    @property
    def hours(self) -> int:
        """Full hours waited."""
        return int(self.age.total_seconds() // 3600)

    @property
    def is_late(self) -> bool:
        return self.age > TARGET


def blinded(review: Review, *, private: bool = True, since: datetime | None = None) -> BlindReview:
    """Copy what may be seen; `private=False` leaves the text about the complication closed.

    `since` is when the task began, if that is not when the review came in or was changed.
    """
    return BlindReview(
        id=review.pk,
        treatment=review.treatment,
        clinic=review.treatment.clinic,
        month=review.month,
        text=review.text,
        level=review.get_level_display(),
        language=review.language,
        complication=review.complication,
        complication_help=(review.complication_help or "") if private else "",
        received_at=review.received_at,
        waiting_since=since or review.resubmitted_at or review.received_at,
        changed_at=review.resubmitted_at,
        waits=review.state == Review.State.WAITING,
        held_since=review.held_since,
        words_hidden=review.text_hidden_at is not None,
    )


def waiting_reviews():  # type: ignore[no-untyped-def]
    """Waiting reviews, the oldest first, with only the columns in SHOWN."""
    return without_scores(Review.objects.waiting())


def without_scores(reviews):  # type: ignore[no-untyped-def]
    """These reviews with only the columns in SHOWN."""
    return reviews.select_related("treatment__clinic").only(*SHOWN)


def is_settled(review_id: uuid.UUID) -> bool:
    """Whether nothing is left to decide about this review, so that its scores may be shown."""
    return Review.objects.settled(timezone.now()).filter(pk=review_id).exists()
