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
    "received_at",
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

    @property
    def age(self) -> timedelta:
        return timezone.now() - self.received_at

    @property
    def hours(self) -> int:
        """Full hours waited."""
        return int(self.age.total_seconds() // 3600)

    @property
    def is_late(self) -> bool:
        return self.age > TARGET


def blinded(review: Review, *, private: bool = True) -> BlindReview:
    """Copy what may be seen; `private=False` leaves the text about the complication closed."""
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
    )


def waiting_reviews():  # type: ignore[no-untyped-def]
    """Waiting reviews, the oldest first, with only the columns in SHOWN."""
    return Review.objects.waiting().select_related("treatment__clinic").only(*SHOWN)
