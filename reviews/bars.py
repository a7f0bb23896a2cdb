"""How the counted reviews of one clinic spread over the scores: bars that filter the list."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from clinics.models import Clinic
from reviews.aspects import ASPECT_NAMES, ASPECTS, HIGHEST, LOWEST, Aspect
from reviews.means import counting
from reviews.models import Review


@dataclass(frozen=True)
class Bar:
    """Reviews that gave an aspect this score; `share` of the longest bar, 0–100."""

    score: int
    count: int
    share: int
    query: str
    chosen: bool


@dataclass(frozen=True)
class Spread:
    aspect: Aspect
    mean: float
    bars: list[Bar]


@dataclass(frozen=True)
class Picked:
    """The bar in use: `aspect` and `score`."""

    aspect: Aspect
    score: int

    def of(self, reviews: QuerySet[Review]) -> QuerySet[Review]:
        return reviews.filter(**{self.aspect.name: self.score})

    @property
    def query(self) -> str:
        return urlencode({"aspect": self.aspect.name, "score": self.score})


def picked(data: QueryDict) -> Picked | None:
    """Return the bar that the query string names, or None for anything unknown."""
    by_name = {aspect.name: aspect for aspect in ASPECTS}
    aspect, score = by_name.get(data.get("aspect", "")), data.get("score", "")
    if aspect is None or score not in {str(n) for n in range(LOWEST, HIGHEST + 1)}:
        return None
    return Picked(aspect, int(score))


def spread(clinic: Clinic, rows: list[tuple[Aspect, float]], chosen: Picked | None) -> list[Spread]:
    """Return the bars of each aspect, the highest score first; one query.

    ``rows`` are the aspects with their means (Summary.rows); no means, no bars.
    """
    if not rows:
        return []
    each = {
        f"{name}_{score}": Count("pk", filter=Q(**{name: score}))
        for name in ASPECT_NAMES
        for score in range(LOWEST, HIGHEST + 1)
    }
    counts = counting().of_clinics([clinic]).order_by().aggregate(**each)
    longest = max(counts.values()) or 1
    return [
        Spread(
            aspect,
            mean,
            [
                Bar(
                    score,
                    count := counts[f"{aspect.name}_{score}"],
                    round(100 * count / longest),
                    Picked(aspect, score).query,
                    chosen == Picked(aspect, score),
                )
                for score in range(HIGHEST, LOWEST - 1, -1)
            ],
        )
        for aspect, mean in rows
    ]
