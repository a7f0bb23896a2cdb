"""The open door, second half: the code from the mail makes the review real."""

from __future__ import annotations

import hmac
import uuid

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reviews.actions.create import create_review
from reviews.actions.start import new_code
from reviews.content import ReviewContent
from reviews.models import Review, UnconfirmedReview
from reviews.models.unconfirmed import CODE_OPEN_FOR, MOST_CODES, MOST_TRIES
from trust import outbox


class WrongCode(Exception):
    """Not the code; `left` more may be typed."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} tries left")
        self.left = left


class CodeClosed(Exception):
    """The code is too old, was mistyped too often, or no more codes are sent."""


def confirm_review(*, review_id: uuid.UUID, code: str) -> Review:
    """Turn the unconfirmed review into one to be decided.

    The try is counted first and stays counted, so it must not run inside a transaction that
    a wrong code would undo. Raises WrongCode, CodeClosed, AlreadyReviewed,
    UnconfirmedReview.DoesNotExist.
    """
    _check(_count_try(review_id), code)
    return _make_real(review_id, code)


def _check(kept: UnconfirmedReview, code: str) -> None:
    if not hmac.compare_digest(kept.code.encode(), code.encode("utf-8", "surrogatepass")):
        raise WrongCode(MOST_TRIES - kept.tries)


def _count_try(review_id: uuid.UUID) -> UnconfirmedReview:
    """Take one of the tries; the condition in the UPDATE holds with many at once."""
    open_since = timezone.now() - CODE_OPEN_FOR
    counted = UnconfirmedReview.objects.filter(
        pk=review_id, tries__lt=MOST_TRIES, code_made_at__gt=open_since
    ).update(tries=F("tries") + 1)
    kept = UnconfirmedReview.objects.get(pk=review_id)
    if not counted:
        raise CodeClosed
    return kept


@transaction.atomic
def _make_real(review_id: uuid.UUID, code: str) -> Review:
    kept = UnconfirmedReview.objects.select_for_update().get(pk=review_id)
    _check(kept, code)  # the address may have changed since, and with it the code
    review = create_review(
        pk=kept.pk,
        content=ReviewContent.from_json(kept.content),
        email=kept.email,
        level=Review.Level.EMAIL,
        language=kept.language,
        idempotency_key=kept.idempotency_key,
    )
    kept.delete()
    return review


@transaction.atomic
def send_new_code(*, review_id: uuid.UUID) -> UnconfirmedReview:
    """Mail another code; the old one stops working. Raises CodeClosed after the third."""
    kept = UnconfirmedReview.objects.select_for_update().get(pk=review_id)
    if kept.codes_made >= MOST_CODES:
        raise CodeClosed
    kept.code, kept.code_made_at, kept.tries = new_code(), timezone.now(), 0
    kept.codes_made += 1
    kept.save()
    outbox.enqueue(template="review_code", object_id=kept.pk, language=kept.language)
    return kept
