"""Live figures and choices of the home page."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.functional import Promise

from clinics import vocabulary
from clinics.finder import prefecture_map
from clinics.models import Treatment
from ui.templatetags.kakunin import man_yen

# Bands a patient thinks in, in yen.
BUDGETS = (500_000, 1_000_000, 2_000_000, 3_000_000, 5_000_000)


@dataclass(frozen=True)
class Prefecture:
    iso: str
    label: str | Promise
    count: int


@dataclass(frozen=True)
class Figures:
    """Clinics and treatments now public; ``samples`` are counted apart; ``list_date`` the newest
    day the ministry's list was read; ``conditions``, ``prefectures`` and ``budgets`` (yen, label)
    for the search row; ``map`` of all listings."""

    clinics: int
    treatments: int
    checked: int
    samples: int
    list_date: datetime.date | None
    conditions: list[tuple[str, str | Promise]]
    prefectures: list[Prefecture]
    budgets: list[tuple[int, str]]
    map: prefecture_map.PrefectureMap


def live_figures() -> Figures:
    """Count what the lists show today (two queries)."""
    listed = Treatment.objects.listed().order_by()
    real = Q(is_sample=False)
    numbers = listed.aggregate(
        clinics=Count("clinic", distinct=True, filter=real),
        treatments=Count("pk", filter=real),
        checked=Count("pk", filter=real & Q(level="checked")),
        samples=Count("clinic", distinct=True, filter=~real),
        list_date=Max("list_last_seen"),
    )
    detailed = Count("clinic", distinct=True, filter=Q(level="checked"))
    per_prefecture = {
        iso: (with_details, clinics - with_details)
        for iso, clinics, with_details in listed.values_list("clinic__prefecture").annotate(
            clinics=Count("clinic", distinct=True), with_details=detailed
        )
    }
    return Figures(
        **numbers,
        budgets=[(amount, man_yen(amount)) for amount in BUDGETS],
        conditions=vocabulary.condition_choices(),
        prefectures=[
            Prefecture(iso, label, sum(per_prefecture.get(iso, ())))
            for iso, label in vocabulary.prefecture_choices()
        ],
        map=prefecture_map.of_counts(per_prefecture, url=reverse("clinics:list")),
    )
