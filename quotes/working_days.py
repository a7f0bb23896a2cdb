"""Working days in Tokyo: Monday to Friday. Public holidays are not known here and count."""

from datetime import datetime, timedelta

from django.utils import timezone


def before(moment: datetime, days: int) -> datetime:
    """Return the moment ``days`` working days earlier."""
    return _walk(moment, days, -1)


def after(moment: datetime, days: int) -> datetime:
    """Return the moment ``days`` working days later."""
    return _walk(moment, days, 1)


def _walk(moment: datetime, days: int, step: int) -> datetime:
    while days:
        moment += timedelta(days=step)
        if timezone.localtime(moment).weekday() < 5:
            days -= 1
    return moment
