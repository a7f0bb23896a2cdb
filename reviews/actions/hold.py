"""Bursts: reviews that come in unusually fast are held until a person released them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinics.actions import public_change
from clinics.models import Clinic
from reviews.models import Review, ReviewEvent
from reviews.triage import bursts
from reviews.triage.pace import HISTORY, MONTH


def hold_burst(*, clinic_id: int) -> int:
    """Hold the waiting reviews of the clinic's bursts; returns how many were not held before.

    Runs in the transaction that made a review wait. Those released before stay released.
    """
    now = timezone.now()
    # One at a time for each clinic: of two that come in at once, the second sees the first.
    Clinic.objects.select_for_update(no_key=True).only("pk").get(pk=clinic_id)
    rows = list(
        Review.objects.filter(
            treatment__clinic=clinic_id, received_at__gt=now - (HISTORY + 2) * MONTH
        )
        .order_by("received_at", "pk")
        .values_list("pk", "received_at")
    )
    caught = bursts([received for _pk, received in rows])
    # Whoever decides one now holds its row and waits for the clinic: that one is decided, not held.
    free = Review.objects.select_for_update(skip_locked=True, of=["self"]).filter(
        pk__in=[rows[index][0] for index in caught],
        state=Review.State.WAITING,
        held_since=None,
        released_at=None,
    )
    return Review.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(
        held_since=now
    )


@transaction.atomic
def release_burst(*, clinic_id: int, by: Any, until: datetime) -> list[Review]:
    """Let the clinic's held reviews be decided one by one; returns those released.

    `until` is the newest `held_since` the person has seen: what was held later stays held.
    """
    now = timezone.now()
    held = Review.objects.held().filter(treatment__clinic=clinic_id, held_since__lte=until)
    released = list(held.select_for_update(of=["self"]).order_by("received_at", "pk"))
    Review.objects.held().filter(pk__in=[review.pk for review in released]).update(
        held_since=None, released_at=now
    )
    ReviewEvent.objects.bulk_create(
        ReviewEvent(
            review=review,
            from_state=Review.State.WAITING,
            to_state=Review.State.WAITING,
            by=by,
            at=now,
        )
        for review in released
    )
    if released:
        public_change([clinic_id])
    return released
