"""The open door, first half: keep what was typed, sealed, and mail a code."""

from __future__ import annotations

import secrets
import uuid

from django.db import transaction
from django.utils import timezone

from reviews.actions.create import AlreadyReviewed
from reviews.content import ReviewContent
from reviews.models import Review, UnconfirmedReview
from trust import outbox


def new_code() -> str:
    """Six digits, all equally likely."""
    return f"{secrets.randbelow(1_000_000):06}"


@transaction.atomic
def start_review(
    *, content: ReviewContent, email: str, language: str, idempotency_key: uuid.UUID
) -> UnconfirmedReview:
    """Keep an unconfirmed review and mail the code; the same form sent again changes it.

    Raises AlreadyReviewed when this form was confirmed before.
    """
    if Review.objects.filter(idempotency_key=idempotency_key).exists():
        raise AlreadyReviewed
    kept, is_new = UnconfirmedReview.objects.select_for_update().get_or_create(
        idempotency_key=idempotency_key,
        defaults={
            "email": email,
            "content": content.as_json(),
            "code": new_code(),
            "language": language,
        },
    )
    other_address = kept.email != email
    if not is_new:
        kept.email, kept.content, kept.language = email, content.as_json(), language
        if other_address:
            kept.code, kept.code_made_at, kept.tries = new_code(), timezone.now(), 0
        kept.save()
    if is_new or other_address:
        outbox.enqueue(template="review_code", object_id=kept.pk, language=language)
    return kept
