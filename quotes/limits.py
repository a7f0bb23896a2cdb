"""How long requests are kept. Data of product.md 7; settings may shorten, never lengthen."""

from datetime import timedelta

from django.conf import settings

DAYS = {
    "unconfirmed": 7,
    "open": 90,  # after the last activity
    "closed": 30,
    "chosen": 180,
    "consent": 3 * 365 + 1,
}
# Working days after which the patient reads "no answer yet", and until staff must have sent.
ANSWER_WORKING_DAYS = 5
SEND_WORKING_DAYS = 2
MOST_TREATMENTS = 4


def days(name: str) -> int:
    """Return the live value: ``settings.QUOTES_KEPT_DAYS[name]`` if that is shorter."""
    return min(DAYS[name], getattr(settings, "QUOTES_KEPT_DAYS", {}).get(name, DAYS[name]))


def kept(name: str) -> timedelta:
    return timedelta(days=days(name))
