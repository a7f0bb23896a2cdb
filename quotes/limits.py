"""How long requests are kept. Settings may shorten, never lengthen."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

DAYS = {
    "unconfirmed": 7,
    "open": 90,  # after the last activity
    "closed": 30,
    "chosen": 180,
    "files": 30,  # after the clinic answered
    "consent": 3 * 365 + 1,
    "erasure": 3 * 365 + 1,  # the journal of what was erased
}
# Days before the end on which the patient is warned by mail, by state of the request.
WARN_DAYS = {"checking": (14, 3), "open": (14, 3), "closed": (14,)}
WARN_FILES_DAYS = 3
# Working days after which the patient reads "no answer yet", and until staff must have sent.
ANSWER_WORKING_DAYS = 5
SEND_WORKING_DAYS = 2
MOST_TREATMENTS = 4


def days(name: str) -> int:
    """Return the live value: ``settings.QUOTES_KEPT_DAYS[name]`` if that is shorter."""
    return min(DAYS[name], settings.QUOTES_KEPT_DAYS.get(name, DAYS[name]))


def check_settings() -> None:
    """Raise ImproperlyConfigured for a name that no limit has: it would shorten nothing."""
    unknown = sorted(set(settings.QUOTES_KEPT_DAYS) - set(DAYS))
    if unknown:
        raise ImproperlyConfigured(
            f"QUOTES_KEPT_DAYS: unknown {', '.join(unknown)}. Hint: use {', '.join(DAYS)}"
        )


def kept(name: str) -> timedelta:
    return timedelta(days=days(name))
