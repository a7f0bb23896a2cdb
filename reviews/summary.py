"""What a clinic page shows of its reviews: means only with five counted ones, and the ledger.

Means are made of reviews of treatments in the last two years (reviews.means); older ones stay
readable in the archive. With a money tie nothing but the ledger is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Min, Sum, Window
from django.db.models.functions import RowNumber

from clinics.models import Clinic, CommercialLink
from clinics.models.standing import tenths
from reviews.aspects import ASPECT_NAMES, ASPECTS, ENOUGH, Aspect
from reviews.ledger import Ledger
from reviews.means import counts, oldest_month
from reviews.models import Review
from reviews.months import month_label

LATEST = 3


@dataclass
class Summary:
    """Reviews of one clinic.

    `counted` reviews are published, known to come from a patient, and of the last two years;
    `means` maps each aspect's name to its mean of these (1.0–5.0), or is None below five; `points`
    is the sum of all their scores. `latest` are the newest published. `tie` is the money tie that
    stands today: then there are no means and no reviews.
    """

    clinic_id: int
    counted: int = 0
    points: int = 0
    means: dict[str, float] | None = None
    first_month: date | None = None
    last_month: date | None = None
    latest: list[Review] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    tie: CommercialLink | None = None

    @property
    def n(self) -> int:
        return self.counted

    @property
    def rows(self) -> list[tuple[Aspect, float]]:
        """Aspect and mean, in the order of the form; empty below five."""
        return [(a, self.means[a.name]) for a in ASPECTS] if self.means else []

    @property
    def span(self) -> tuple[str, str]:
        """First and last month of treatment among the counted ones, in words."""
        if self.first_month is None or self.last_month is None:
            return "", ""
        return month_label(self.first_month), month_label(self.last_month)

    @property
    def rated(self) -> tuple[float, int] | None:
        """The mean of all scores, one decimal, and the number of reviews: what also sorts."""
        return (tenths(self.points, self.counted) / 10, self.counted) if self.means else None

    @property
    def any(self) -> bool:
        return bool(self.ledger.received)


def summary_for(clinics: Iterable[Clinic]) -> dict[int, Summary]:
    """Return a Summary for each clinic by its id, in at most three queries."""
    clinics = list(clinics)
    summaries = {clinic.pk: Summary(clinic_id=clinic.pk) for clinic in clinics}
    for tie in CommercialLink.objects.active().filter(clinic__in=summaries):
        summaries[tie.clinic_id].tie = tie
    for row in _figures(clinics):
        _fill(summaries[row["treatment__clinic"]], row)
    told = [c for c in clinics if summaries[c.pk].any and summaries[c.pk].tie is None]
    for review in _latest(told) if told else ():
        summaries[review.treatment.clinic_id].latest.append(review)
    return summaries


def _figures(clinics: list[Clinic]) -> Iterable[dict[str, Any]]:
    """Per clinic, state and reason: how many; of those that count their months and scores."""
    sums = {f"sum_{name}": Sum(name, filter=counts()) for name in ASPECT_NAMES}
    return (
        Review.objects.of_clinics(clinics)
        .order_by()
        .values("treatment__clinic", "state", "reason")
        .annotate(
            received=Count("pk"),
            held=Count("held_since"),
            counted=Count("pk", filter=counts()),
            first_month=Min("treated_month", filter=counts()),
            last_month=Max("treated_month", filter=counts()),
            **sums,
        )
    )


def _fill(summary: Summary, row: dict[str, Any]) -> None:
    summary.ledger.add(row["state"], row["reason"], row["received"], row["held"])
    if row["counted"] and summary.tie is None:
        summary.counted = row["counted"]
        summary.first_month, summary.last_month = row["first_month"], row["last_month"]
        if summary.counted >= ENOUGH:
            sums = {name: row[f"sum_{name}"] for name in ASPECT_NAMES}
            summary.points = sum(sums.values())
            summary.means = {name: points / summary.counted for name, points in sums.items()}


def _latest(clinics: list[Clinic]) -> Iterable[Review]:
    place = Window(
        RowNumber(),
        partition_by=F("treatment__clinic"),
        order_by=[F("decided_at").desc(), F("pk").desc()],
    )
    return (
        Review.objects.published()
        .of_clinics(clinics)
        .filter(treated_month__gte=oldest_month())
        .for_page()
        .annotate(place=place)
        .filter(place__lte=LATEST)
    )
