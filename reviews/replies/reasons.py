"""Why a clinic's reply may be refused: a closed list. Desk, mail and policy page read it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.reasons import Reason

REASONS: tuple[Reason, ...] = (
    Reason(
        "patient_facts",
        _("Tells something about a patient"),
        _(
            "The reply tells that, when or why somebody was treated, what was found or paid, or "
            "who somebody is. This is private even where the review tells it."
        ),
    ),
    Reason(
        "pressure",
        _("Presses the writer"),
        _("The reply threatens, or gives or promises something for changing the review."),
    ),
    Reason(
        "effect_claim",
        _("Says that a treatment works"),
        _("A reply is about service, price and communication, not about the effect of treatment."),
    ),
    Reason(
        "promotion",
        _("Advertising, links or contact details"),
        _("The reply advertises something, or sends readers to another place."),
    ),
    Reason(
        "abuse",
        _("Insults or threats"),
        _("The reply insults or threatens people."),
    ),
    Reason(
        "not_a_reply",
        _("Not about this review"),
        _("The reply is about something else."),
    ),
)
BY_CODE: dict[str, Reason] = {reason.code: reason for reason in REASONS}


def choices() -> list[tuple[str, str | Promise]]:
    """Code and label, for forms and columns."""
    return [(reason.code, reason.label) for reason in REASONS]
