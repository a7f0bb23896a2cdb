"""The rules by flag, as data. Off-topic needs the whole text and lives in ``triage.topic``."""

from __future__ import annotations

from reviews.triage.rule import Rule
from reviews.triage.rules import (
    abuse,
    complication,
    contact,
    effect_en,
    effect_ja,
    incentive,
    insider,
    names_en,
    names_ja,
    private,
    promotion,
)  # fmt: skip

RULES: dict[str, tuple[Rule, ...]] = {
    "complication": complication.RULES,
    "personal_data": (*names_en.RULES, *names_ja.RULES, *private.RULES, *contact.PERSONAL),
    "link_contact": (*contact.PERSONAL, *contact.LINKS),
    "effect_claim": (*effect_en.RULES, *effect_ja.RULES),
    "incentive": incentive.RULES,
    "insider": insider.RULES,
    "abuse": abuse.RULES,
    "promotion": promotion.RULES,
}
