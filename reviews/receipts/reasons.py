"""Why a receipt does not raise a review: a closed list. The desk and the writer read it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.reasons import Reason

VIRUS = "virus"
REASONS: tuple[Reason, ...] = (
    Reason(
        "unreadable",
        _("We cannot read it"),
        _("The picture is too dark, too small or cut off."),
    ),
    Reason(
        "other_clinic",
        _("The clinic is not on it"),
        _("The name of the clinic you reviewed does not stand on the paper."),
    ),
    Reason(
        "other_month",
        _("Another time"),
        _("The date on the paper does not fit the month of your treatment, or there is none."),
    ),
    Reason(
        "no_payment",
        _("Not a receipt"),
        _("The paper does not show that something was paid for a treatment."),
    ),
    Reason(
        "too_much_shown",
        _("It shows too much"),
        _("Your name or card number can be read. Please cover them and send it again."),
    ),
    Reason(
        VIRUS,
        _("The scanner found something harmful"),
        _("We deleted the file unread. Please take a new photo."),
    ),
)
BY_CODE: dict[str, Reason] = {reason.code: reason for reason in REASONS}


def choices() -> list[tuple[str, str | Promise]]:
    """Code and label of all, for the column."""
    return [(reason.code, reason.label) for reason in REASONS]


def choices_for_people() -> list[tuple[str, str | Promise]]:
    """What a moderator may choose: everything that only a person can see."""
    return [choice for choice in choices() if choice[0] != VIRUS]
