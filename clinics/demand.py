"""What visitors ask for, per treatment: the order in which staff check entries.

Apps above add what they count in their AppConfig.ready():

    demand.register_source("requests", count_requests, words=request_words)

``count(treatment_ids)`` returns {treatment id: how many}, of these treatments or, for None, of
all that were asked for at all. ``words(n)`` says it: "3 requests".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from clinics.models import TreatmentCondition

Count = Callable[[Iterable[int] | None], Mapping[int, int]]
FOCUS_CONDITIONS = "t2d,diabetes_ns"


@dataclass(frozen=True)
class Source:
    name: str
    count: Count
    words: Callable[[int], str]


_sources: dict[str, Source] = {}


def register_source(name: str, count: Count, *, words: Callable[[int], str] | None = None) -> None:
    """Add something that visitors ask for; the same name again replaces it."""
    _sources[name] = Source(name, count, words or (lambda n: f"{n} {name}"))


def unregister_source(name: str) -> None:
    _sources.pop(name, None)


def wish_words(n: int) -> str:
    return ngettext("%(n)d wish", "%(n)d wishes", n) % {"n": n}


def reasons(treatments: Iterable[Any]) -> dict[int, str]:
    """Return why each is wanted ("12 wishes · 3 requests"); rows carry ``wishes``."""
    rows = list(treatments)
    parts: dict[int, list[str]] = {row.pk: [wish_words(row.wishes)] for row in rows if row.wishes}
    for source in _sources.values():
        for pk, n in source.count([row.pk for row in rows]).items():
            if n:
                parts.setdefault(pk, []).append(source.words(n))
    return {pk: " · ".join(words) for pk, words in parts.items()}


def focus_conditions() -> list[str]:
    """The conditions the operator looks at first (setting FOCUS_CONDITIONS, codes with commas)."""
    given = getattr(settings, "FOCUS_CONDITIONS", FOCUS_CONDITIONS)
    codes = given.split(",") if isinstance(given, str) else given
    return [code.strip() for code in codes if code.strip()]


def by_demand(treatments: QuerySet) -> QuerySet:
    """Order treatments: most asked for, then the focus conditions, then the oldest.

    Annotates ``wishes``, ``demand`` and ``focus``. What other apps count is read once, and only
    of treatments that were asked for.
    """
    asked: Counter[int] = Counter()
    for source in _sources.values():
        asked.update(source.count(None))
    by_count = defaultdict(list)
    for pk, n in asked.items():
        by_count[n].append(pk)
    cases = [When(pk__in=pks, then=Value(n)) for n, pks in by_count.items() if n]
    others = Case(*cases, default=Value(0), output_field=IntegerField()) if cases else Value(0)
    focus = TreatmentCondition.objects.filter(treatment=OuterRef("pk"), code__in=focus_conditions())
    return treatments.annotate(
        wishes=Coalesce(F("price_wish__count"), 0),
        demand=Coalesce(F("price_wish__count"), 0) + others,
        focus=Exists(focus),
    ).order_by("-demand", "-focus", "pk")


def asked_for(treatments: QuerySet) -> QuerySet:
    """Treatments that somebody asked for, or that staff already check."""
    asked = {pk for source in _sources.values() for pk, n in source.count(None).items() if n}
    return treatments.filter(
        Q(price_wish__count__gt=0) | Q(being_checked_by__isnull=False) | Q(pk__in=asked)
    )
