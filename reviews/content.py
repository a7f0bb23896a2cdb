"""What a person wrote, between the form and the table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class ReviewContent:
    """The answers of one review; `treated_month` is the first day of a month.

    `scores` maps each name of aspects.ASPECT_NAMES to 1–5; `difference_yen` is JPY or None.
    """

    treatment_id: int
    treated_month: date
    scores: dict[str, int]
    paid_vs_quoted: str
    difference_yen: int | None
    complication: bool
    complication_help: str
    text: str
    no_relation: bool = True
    no_reward: bool = True

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "treated_month": self.treated_month.isoformat()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReviewContent:
        return cls(**{**data, "treated_month": date.fromisoformat(data["treated_month"])})

    def __repr__(self) -> str:
        """Never the answers: this text reaches tracebacks."""
        return "<ReviewContent>"
