"""What a review scores: five aspects of service, 1 to 5. The effect of treatment is none of them.

Source: the aspect scores of the UK fertility regulator's patient ratings (HFEA).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Aspect:
    """`name` is the column; `question` stands in the form, `label` beside a score."""

    name: str
    label: str | Promise
    question: str | Promise
    help: str | Promise


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        "information",
        _("Information before deciding"),
        _("How good was the information before you decided?"),
        _("For example: what is given, how it is made, what it can and cannot do."),
    ),
    Aspect(
        "risks_told",
        _("Risks and other choices explained"),
        _("How well were risks and other choices explained?"),
        _("For example: side effects, and what you could do instead."),
    ),
    Aspect(
        "price_as_told",
        _("Price as told"),
        _("How well did the price match what you were told?"),
        _("For example: no extra costs that nobody had named."),
    ),
    Aspect(
        "communication",
        _("Language and communication"),
        _("How well could you talk with the staff?"),
        _("For example: your language, an interpreter, answers to your questions."),
    ),
    Aspect(
        "follow_up",
        _("Care afterwards"),
        _("How good was the care afterwards?"),
        _("For example: check-ups, a contact if something goes wrong, papers for your doctor."),
    ),
)
ASPECT_NAMES: tuple[str, ...] = tuple(aspect.name for aspect in ASPECTS)

LOWEST, HIGHEST = 1, 5
SCORES: tuple[tuple[int, str | Promise], ...] = (
    (5, _("5: very good")),
    (4, _("4: good")),
    (3, _("3: neither good nor bad")),
    (2, _("2: bad")),
    (1, _("1: very bad")),
)

# Columns a moderator must not see before the decision.
BLIND = frozenset({*ASPECT_NAMES, "paid_vs_quoted", "difference_yen"})
# Fewer than this many counted reviews: no means.
ENOUGH = 5
