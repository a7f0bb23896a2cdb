"""When a fact counts as old: by the Tokyo date of the question, never stored."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.models import Treatment
from ui.templatetags.kakunin import day


def list_limit() -> datetime.date:
    """Return the oldest day of a list that is not old today."""
    return timezone.localdate() - datetime.timedelta(days=settings.LIST_STALE_DAYS)


def price_limit() -> datetime.date:
    """Return the oldest day of a check of price and facts that is not old today."""
    return timezone.localdate() - datetime.timedelta(days=settings.PRICE_STALE_DAYS)


def is_stale(checked_on: datetime.date | None) -> bool:
    return checked_on is not None and checked_on < price_limit()


def price_seen_on(treatment: Treatment) -> datetime.date | None:
    """Return when the price of today was last seen; a sheet without a day shares the check's."""
    price = treatment.price
    return (price.checked_on or treatment.checked_on) if price else None


def age_notes(treatment: Treatment) -> list[str]:
    """Return what to say of facts that are old today (needs ``for_cards``)."""
    return [note for note in (list_note(treatment), price_note(treatment)) if note]


def list_note(treatment: Treatment) -> str:
    """Return that the newest list with this treatment is old, or ""."""
    seen = treatment.list_last_seen
    if treatment.is_sample or seen is None or seen >= list_limit():
        return ""
    return _("Old: last found in the list of %(day)s, more than %(n)d days ago") % {
        "day": day(seen),
        "n": settings.LIST_STALE_DAYS,
    }


def price_note(treatment: Treatment) -> str:
    """Return that the price of today was last seen long ago, or ""."""
    seen = price_seen_on(treatment)
    if seen is None or not is_stale(seen):
        return ""
    return _("Old: price last checked on %(day)s, more than %(n)d days ago") % {
        "day": day(seen),
        "n": settings.PRICE_STALE_DAYS,
    }
