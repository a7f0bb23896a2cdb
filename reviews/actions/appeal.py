"""Appeals: another person looks again at a refusal. Its answer is the last one."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from reviews.actions.decide import AlreadyDecided, StillHeld, tell_decision
from reviews.actions.edit import NoMoreChance
from reviews.models import Appeal, Review
from reviews.rules import WRITER_HAS


class OwnRefusal(Exception):
    """Who refused a review does not decide the appeal against it."""


@transaction.atomic
def make_appeal(*, review_id: uuid.UUID, text: str, idempotency_key: uuid.UUID) -> Appeal:
    """Store the writer's appeal; the same form sent twice gives the same appeal.

    Raises NoMoreChance, Review.DoesNotExist.
    """
    now = timezone.now()
    first = Review.objects.filter(
        pk=review_id,
        state=Review.State.REFUSED,
        appealed_at=None,
        decided_at__gt=now - WRITER_HAS,
    ).update(appealed_at=now)
    # The row is ours until the end: who refused it cannot change below.
    review = Review.objects.get(pk=review_id)
    if not first:
        earlier = Appeal.objects.filter(review=review, idempotency_key=idempotency_key).first()
        if earlier is None:
            raise NoMoreChance(review)
        return earlier
    return Appeal.objects.create(
        review=review,
        text=text,
        refused_by_id=review.decided_by_id,
        idempotency_key=idempotency_key,
        made_at=now,
    )


@transaction.atomic
def grant_appeal(*, appeal_id: uuid.UUID, by: Any, note: str = "") -> Appeal:
    """Publish the review after all.

    Raises StillHeld while a burst at its clinic is held, of which it may be one; OwnRefusal,
    AlreadyDecided, Appeal.DoesNotExist.
    """
    return _decide(appeal_id, Appeal.Outcome.GRANTED, by=by, note=note)


@transaction.atomic
def refuse_appeal(*, appeal_id: uuid.UUID, by: Any, note: str = "") -> Appeal:
    """Let the refusal stand, for good. Raises OwnRefusal, AlreadyDecided, Appeal.DoesNotExist."""
    return _decide(appeal_id, Appeal.Outcome.REFUSED, by=by, note=note)


def _decide(appeal_id: uuid.UUID, outcome: str, *, by: Any, note: str) -> Appeal:
    now = timezone.now()
    review_id = Appeal.objects.values_list("review", flat=True).get(pk=appeal_id)
    # The review first, as everywhere: its writer may be taking it back.
    review = (
        Review.objects.select_for_update(of=["self"]).select_related("treatment").get(pk=review_id)
    )
    mine = Appeal.objects.open_to(by).filter(pk=appeal_id)
    first = mine.update(outcome=outcome, note=note, decided_by=by, decided_at=now)
    appeal = Appeal.objects.get(pk=appeal_id)
    if not first:
        raise AlreadyDecided(review) if appeal.outcome else OwnRefusal
    if outcome == Appeal.Outcome.GRANTED:
        if Review.objects.held().filter(treatment__clinic=review.treatment.clinic_id).exists():
            raise StillHeld
        Review.objects.filter(pk=review_id, state=Review.State.REFUSED).update(
            state=Review.State.PUBLISHED,
            reason="",
            note=note,
            decided_by=by,
            decided_at=now,
            removed_at=None,
            public_note="",
        )
        review.refresh_from_db()
    tell_decision(review, before=Review.State.REFUSED, by=by, at=now)
    return appeal
