"""What a clinic page shows of its reviews: means only with five counted ones, and the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, Window
from django.db.models.functions import RowNumber

from clinics.models import Clinic
from reviews.aspects import ASPECT_NAMES, ASPECTS, ENOUGH, Aspect
from reviews.ledger import Ledger, ledgers_for
from reviews.models import Review
from reviews.months import month_label

LATEST = 3


@dataclass
class Summary:
    """Reviews of one clinic.

    `counted` reviews are published and known to come from a patient; `means` maps each aspect's
    name to its mean of these (1.0–5.0), or is None below five. `latest` are the newest published.
    """

    clinic_id: int
    counted: int = 0
    means: dict[str, float] | None = None
    first_month: date | None = None
    last_month: date | None = None
    latest: list[Review] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

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
    def any(self) -> bool:
        return bool(self.ledger.received)


def summary_for(clinics: Iterable[Clinic]) -> dict[int, Summary]:
    """Return a Summary for each clinic by its id, in three queries whatever the number."""
    clinics = list(clinics)
    summaries = {
        pk: Summary(clinic_id=pk, ledger=ledger) for pk, ledger in ledgers_for(clinics).items()
    }
    for row in _figures(clinics):
        _fill(summaries[row["treatment__clinic"]], row)
    for review in _latest(clinics):
        summaries[review.treatment.clinic_id].latest.append(review)
    return summaries


def _figures(clinics: list[Clinic]) -> Iterable[dict[str, Any]]:
    means = {f"mean_{name}": Avg(name) for name in ASPECT_NAMES}
    return (
        Review.objects.counted()
        .of_clinics(clinics)
        .order_by()
        .values("treatment__clinic")
        .annotate(
            counted=Count("pk"),
            first_month=Min("treated_month"),
            last_month=Max("treated_month"),
            **means,
        )
    )


def _fill(summary: Summary, row: dict[str, Any]) -> None:
    summary.counted = row["counted"]
    summary.first_month, summary.last_month = row["first_month"], row["last_month"]
    if summary.counted >= ENOUGH:
        summary.means = {name: float(row[f"mean_{name}"]) for name in ASPECT_NAMES}


def _latest(clinics: list[Clinic]) -> Iterable[Review]:
    place = Window(
        RowNumber(),
        partition_by=F("treatment__clinic"),
        order_by=[F("decided_at").desc(), F("pk").desc()],
    )
    return (
        Review.objects.published()
        .of_clinics(clinics)
        .for_page()
        .annotate(place=place)
        .filter(place__lte=LATEST)
    )
