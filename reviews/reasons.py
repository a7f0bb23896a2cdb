"""Why a review may be refused: a closed list. The policy page and the desk read the same data."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Reason:
    """A refusal reason: `code` never changes, the words are for people."""

    code: str
    label: str | Promise
    explanation: str | Promise


REASONS: tuple[Reason, ...] = (
    Reason(
        "personal_data",
        _("Names or private details"),
        _(
            "The text names a person, or holds an address, a phone number or somebody's "
            "health details. Write without them."
        ),
    ),
    Reason(
        "effect_claim",
        _("Says that a treatment works or does not work"),
        _(
            "Reviews here are about service, price and communication. One person's result "
            "cannot show whether a treatment works, and Japan's rules on medical advertising "
            "do not allow such stories."
        ),
    ),
    Reason(
        "other_clinic",
        _("Not about this clinic or treatment"),
        _("The text is about another clinic, another treatment, or something else."),
    ),
    Reason(
        "promotion",
        _("Advertising"),
        _("The text advertises something, or sends readers to another place."),
    ),
    Reason(
        "reward",
        _("Written for a reward"),
        _("Money, a discount or a gift was promised or given for the review."),
    ),
    Reason(
        "insider",
        _("Written by someone connected to the clinic"),
        _("The writer, or someone close to the writer, works for the clinic or is paid by it."),
    ),
    Reason(
        "abuse",
        _("Insults or threats"),
        _("The text insults or threatens people. Hard criticism of the service is welcome."),
    ),
    Reason(
        "no_sign_of_treatment",
        _("No sign of a treatment there"),
        _("Nothing in the review shows that the writer was treated at this clinic."),
    ),
    Reason(
        "duplicate",
        _("Sent more than once"),
        _("We already have a review by this person of the same treatment in the same month."),
    ),
)
BY_CODE: dict[str, Reason] = {reason.code: reason for reason in REASONS}


def choices() -> list[tuple[str, str | Promise]]:
    """Code and label, for forms and columns."""
    return [(reason.code, reason.label) for reason in REASONS]


def report_choices() -> list[tuple[str, str | Promise]]:
    """The rules a reader can say a review breaks; only staff can see that one was sent twice."""
    return [choice for choice in choices() if choice[0] != "duplicate"]
