"""A reply as its moderator may see it: the words of both sides, and no score."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clinics.models import Clinic, Treatment
from reviews.desk.queue import TARGET
from reviews.models.reply import Reply

# Never all columns: what is not loaded cannot be shown.
SHOWN = (
    "id", "text", "tries", "sent_at", "state", "review__text", "review__text_hidden_at",
    "review__treatment__title_ja", "review__treatment__title_en",
    "review__treatment__clinic__name_ja", "review__treatment__clinic__name_en",
    "review__treatment__clinic__slug", "review__treatment__clinic__is_sample",
)  # fmt: skip


@dataclass(frozen=True)
class BlindReply:
    """What decides about a reply; `tries` is 1 or 2."""

    id: uuid.UUID
    clinic: Clinic
    treatment: Treatment
    text: str
    review_text: str
    tries: int
    sent_at: datetime

    @property
    def hours(self) -> int:
        """Full hours waited."""
        return int((timezone.now() - self.sent_at).total_seconds() // 3600)

    @property
    def is_late(self) -> bool:
        return timezone.now() - self.sent_at > TARGET


def blinded(reply: Reply) -> BlindReply:
    assert reply.sent_at is not None, "only replies that were sent come here"
    return BlindReply(
        id=reply.pk,
        clinic=reply.review.treatment.clinic,
        treatment=reply.review.treatment,
        text=reply.text,
        review_text=reply.review.public_text,
        tries=reply.tries,
        sent_at=reply.sent_at,
    )


def lately(n: int) -> list[Reply]:
    """The newest decisions, to find a reply that has to go."""
    found = Reply.objects.decided().select_related("review__treatment__clinic")
    return list(found.only(*SHOWN, "decided_at")[:n])


def waiting_replies():  # type: ignore[no-untyped-def]
    """Waiting replies, the oldest first, with only the columns in SHOWN."""
    return Reply.objects.waiting().select_related("review__treatment__clinic").only(*SHOWN)
