"""Invented reviews for the demonstration, on sample clinics only, made by the real actions."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from clinics.models import Treatment
from reviews import actions
from reviews.actions.invite import invitation_of
from reviews.aspects import ASPECT_NAMES
from reviews.content import ReviewContent
from reviews.models import Review, ReviewEvent
from reviews.sample_texts import PUBLISHABLE, REFUSABLE, WAITING
from staff.models import User
from staff.roles import REVIEW_MODERATOR
from trust.models import OutboxMail

SPAN_DAYS = 1000  # the reviews go back nearly three years: some are archived
KEYS = uuid.UUID("5a3b1c52-7d0e-4f43-9a55-5d0c0b6d2f11")


def create_sample_reviews(
    treatments: Iterable[Treatment],
    *,
    by: Any = None,
    waiting: int = 8,
    published: int = 40,
    refused: int = 5,
) -> list[Review]:
    """Write invented reviews; `by` decides those that are decided. Running twice adds nothing.

    Without `by` the first review moderator decides. Raises ValueError when a treatment is not of
    a sample clinic or there is no moderator.
    """
    places = list(treatments)
    if any(not treatment.clinic.is_sample for treatment in places):
        raise ValueError("sample reviews belong to sample clinics only")
    if not places:
        return []
    by = by or User.objects.with_role(REVIEW_MODERATOR).first()
    if by is None:
        raise ValueError("nobody has the role review moderator")
    made = [_decided(places, n, published, by) for n in range(published)]
    made += [_refused(places, n, by) for n in range(refused)]
    made += [_waiting(places, n) for n in range(waiting)]
    new = [review for review in made if review is not None]
    _forget_mails(new)
    return new


def _decided(places: Sequence[Treatment], n: int, of: int, by: Any) -> Review | None:
    treatment = _place(places, n)
    received = timezone.now() - timedelta(days=6 + SPAN_DAYS * n // of, hours=n % 20)
    review = _written("published", n, treatment, PUBLISHABLE[n % len(PUBLISHABLE)], received)
    if review is None:
        return None
    actions.publish_review(review_id=review.pk, by=by)
    return _at(review, received, received + timedelta(hours=9 + n % 30))


def _place(places: Sequence[Treatment], n: int) -> Treatment:
    """Half of the reviews go to one clinic, a quarter to another, some to a third, one to others.

    So there is a clinic with an archive and one with a mean, one with too few, and many with one.
    """
    clinics = list({treatment.clinic_id: treatment for treatment in places}.values())
    nth = (0, 1, 0, 2, 0, 1, 0, 3 + n // 8)[n % 8]
    return clinics[nth % len(clinics)]


def _refused(places: Sequence[Treatment], n: int, by: Any) -> Review | None:
    reason, text = REFUSABLE[n % len(REFUSABLE)]
    received = timezone.now() - timedelta(days=12 + 15 * n)
    review = _written("refused", n, places[n % len(places)], text, received)
    if review is None:
        return None
    actions.refuse_review(review_id=review.pk, by=by, reason=reason)
    return _at(review, received, received + timedelta(hours=20))


def _waiting(places: Sequence[Treatment], n: int) -> Review | None:
    received = timezone.now() - timedelta(hours=3 + 6 * n)
    text = WAITING[n % len(WAITING)]
    review = _written("waiting", n, places[(3 * n) % len(places)], text, received)
    return review and _at(review, received, None)


def _written(
    kind: str, n: int, treatment: Treatment, text: str, received: datetime
) -> Review | None:
    """One review in state waiting, every fourth by the open door; None when it exists already."""
    key = uuid.uuid5(KEYS, f"{kind} {n}")
    if Review.objects.filter(idempotency_key=key).exists():
        return None
    month = (timezone.localtime(received).date() - timedelta(days=40)).replace(day=1)
    values = {
        "content": _content(f"{kind} {n}", treatment, month, text),
        "email": f"{kind}-{n}@example.org",
        "language": "en" if text.isascii() else "ja",
        "idempotency_key": key,
    }
    if n % 4 == 3:
        kept = actions.start_review(**values)
        return actions.confirm_review(review_id=kept.pk, code=kept.code)
    invitation = invitation_of(actions.create_invitation(treatment=treatment, month=month))
    return actions.submit_invited(invitation=invitation, **values)


def _content(seed: str, treatment: Treatment, month: date, text: str) -> ReviewContent:
    # The same figures at each start; nothing here is a secret.
    dice = random.Random(seed)  # noqa: S311
    paid = dice.choice(["as_quoted", "as_quoted", "as_quoted", "more", "less", "no_quote"])
    return ReviewContent(
        treatment_id=treatment.pk,
        treated_month=month,
        scores={name: dice.choice([2, 3, 4, 4, 5]) for name in ASPECT_NAMES},
        paid_vs_quoted=paid,
        difference_yen=dice.choice([30_000, 80_000]) if paid in {"more", "less"} else None,
        complication=dice.random() < 0.08,
        complication_help="",
        text=text,
    )


def _at(review: Review, received: datetime, decided: datetime | None) -> Review:
    """Move an invented review into the past. Events of real reviews are never changed."""
    Review.objects.filter(pk=review.pk).update(received_at=received, decided_at=decided)
    events = ReviewEvent._base_manager.filter(review=review)
    events.filter(to_state=Review.State.WAITING).update(at=received)
    if decided:
        events.exclude(to_state=Review.State.WAITING).update(at=decided)
    review.refresh_from_db()
    return review


def _forget_mails(reviews: list[Review]) -> None:
    """Invented people get no mail."""
    keys = [str(review.pk) for review in reviews]
    OutboxMail.objects.waiting().filter(template__startswith="review_", object_id__in=keys).delete()
