"""The mean of each clinic's reviews: one rule for what is shown, what sorts and what is verified."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from clinics.actions import public_change, set_rating
from clinics.models import Clinic, ClinicRating
from reviews.aspects import ASPECT_NAMES, ENOUGH
from reviews.models import Review
from reviews.models.review import ReviewQuerySet

YEARS = 2


def oldest_month(day: date | None = None) -> date:
    """Return the first month of treatment that still counts; older reviews are archived."""
    day = day or timezone.localdate()
    return day.replace(year=day.year - YEARS, day=1)


def counts() -> Q:
    """What a review must be to count: published, known to come from a patient, young enough."""
    return Q(
        state=Review.State.PUBLISHED,
        level__in=[Review.Level.QUOTE, Review.Level.RECEIPT],
        treated_month__gte=oldest_month(),
    )


def counting() -> ReviewQuerySet:
    """The reviews that means are made of."""
    return Review.objects.filter(counts())


def figures(clinic_ids: Iterable[int] | None = None) -> dict[int, tuple[int, int]]:
    """Return {clinic: (counted reviews, sum of all their scores)} of clinics with enough."""
    rows = counting()
    if clinic_ids is not None:
        rows = rows.filter(treatment__clinic__in=list(clinic_ids))
    points = sum((F(name) for name in ASPECT_NAMES[1:]), start=F(ASPECT_NAMES[0]))
    found = (
        rows.order_by()
        .values_list("treatment__clinic")
        .annotate(counted=Count("pk"), points=Sum(points))
        .filter(counted__gte=ENOUGH)
    )
    return {clinic: (counted, total) for clinic, counted, total in found}


def tell(clinic_ids: Iterable[int]) -> None:
    """Reviews of these clinics changed in public: new means, new pages. In one transaction.

    One at a time for each clinic: of two decisions at once the second counts the first.
    """
    mine = Clinic.objects.select_for_update(no_key=True).filter(pk__in=list(clinic_ids))
    ids = list(mine.order_by("pk").values_list("pk", flat=True))
    fresh = figures(ids)
    for clinic_id in ids:
        counted, points = fresh.get(clinic_id, (0, 0))
        set_rating(clinic_id=clinic_id, counted=counted, points=points)
    public_change(ids)


def outdated() -> list[int]:
    """Return the clinics whose kept mean is not what their reviews say today."""
    kept = {
        clinic: (counted, points)
        for clinic, counted, points in ClinicRating.objects.order_by().values_list(
            "clinic_id", "counted", "points"
        )
    }
    fresh = figures()
    return sorted(c for c in kept.keys() | fresh.keys() if kept.get(c) != fresh.get(c))


def renew() -> None:
    """Each night: reviews that turned two years old leave the means."""
    if found := outdated():
        tell(found)
