"""A receipt as its moderator may see it: what to compare it with, nothing of the review's words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clinics.models import Clinic, Treatment
from reviews.desk.queue import TARGET
from reviews.models.receipt import Receipt

# Never all columns: what is not loaded cannot be shown.
SHOWN = (
    "id", "kind", "sent_at", "tries", "state", "review__treated_month",
    "review__treatment__title_ja", "review__treatment__title_en",
    "review__treatment__clinic__name_ja", "review__treatment__clinic__name_en",
    "review__treatment__clinic__slug", "review__treatment__clinic__is_sample",
)  # fmt: skip


@dataclass(frozen=True)
class BlindReceipt:
    """Clinic, treatment and month are what must stand on the paper."""

    id: uuid.UUID
    clinic: Clinic
    treatment: Treatment
    month: str
    kind: str
    sent_at: datetime
    ends_at: datetime

    @property
    def hours(self) -> int:
        """Full hours waited."""
        return int((timezone.now() - self.sent_at).total_seconds() // 3600)

    @property
    def is_late(self) -> bool:
        return timezone.now() - self.sent_at > TARGET


def blinded(receipt: Receipt) -> BlindReceipt:
    assert receipt.sent_at and receipt.ends_at, "only receipts that wait come here"
    return BlindReceipt(
        id=receipt.pk,
        clinic=receipt.review.treatment.clinic,
        treatment=receipt.review.treatment,
        month=receipt.review.month,
        kind=receipt.kind.upper(),
        sent_at=receipt.sent_at,
        ends_at=receipt.ends_at,
    )


def waiting_receipts():  # type: ignore[no-untyped-def]
    """Waiting receipts, the oldest first, with only the columns in SHOWN."""
    return Receipt.objects.waiting().select_related("review__treatment__clinic").only(*SHOWN)
