"""Complications told in reviews: a person looks, helps where help is wanted, and notes it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from reviews.actions.decide import AlreadyDecided
from reviews.models import CareNote, Review
from reviews.seen import NotSeen


@transaction.atomic
def close_complication(
    *, review_id: uuid.UUID, by: Any, note: str, seen: datetime | None = None
) -> CareNote:
    """Write down what was done; that closes the task, and changes nothing about the review.

    `seen` is the state the person read, if that is asked. Raises ValueError without a note, NotSeen
    when the writer changed it since, AlreadyDecided when somebody closed it before or the review
    tells of no complication (any more), Review.DoesNotExist.
    """
    if not note.strip():
        raise ValueError("say what was done")
    review = Review.objects.select_for_update(of=["self"]).get(pk=review_id)
    if not Review.objects.complications_to_see().filter(pk=review_id).exists():
        raise AlreadyDecided(review)
    if seen and (review.resubmitted_at or seen) > seen:
        raise NotSeen
    values = {"note": note, "closed_by": by, "closed_at": timezone.now()}
    return CareNote.objects.update_or_create(review=review, defaults=values)[0]
