"""The audit rows of staff accounts."""

from __future__ import annotations

from datetime import datetime

from axes.models import AccessAttempt
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from staff.models import StaffEvent, User


def record(
    *, kind: str, by: User | None = None, about: User | None = None, note: str = ""
) -> StaffEvent:
    """Write one audit row. `note` is for codes and role names, never for personal data."""
    return StaffEvent.objects.create(kind=kind, by=by, about=about, note=note[:300])


@transaction.atomic
def record_failed_sign_in() -> None:
    """Count one failed sign-in of this hour. Names nobody and cannot fill the table."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    row = {"kind": StaffEvent.Kind.SIGN_IN_FAILED, "at": hour}
    if StaffEvent.objects.filter(**row).update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            StaffEvent.objects.create(**row)
    except IntegrityError:  # another process made the row a moment ago
        StaffEvent.objects.filter(**row).update(count=F("count") + 1)


def forget_sign_in_failures(*, before: datetime) -> int:
    """Delete the user names and addresses kept for slowing down guesses; returns how many.

    For the nightly job: rate-limit keys are kept for 24 hours.
    """
    deleted, _per_model = AccessAttempt.objects.filter(attempt_time__lt=before).delete()
    return deleted
