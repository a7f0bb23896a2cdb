"""The rows of the catalogue that the index is made of, as plain tuples.

Kinds and days are read as text: turning them into values row by row would take longer than the
reading, and a hundred thousand rows share a few hundred days.
"""

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Greatest, Left, StrIndex

from clinics.models import Clinic, ClinicLanguage, OrderTarget, PriceSheet, Treatment
from clinics.models.treatment import TreatmentCondition
from clinics.search.text import TERMS

CHUNK = 5_000


class TreatmentRow(NamedTuple):
    clinic: int
    pk: int
    level: str
    kind: str
    number: str
    asrm_class: str
    product: str
    origin: str
    tissue: str
    processing: str
    route: str
    visits: int | None
    checked: str | None
    listed: str | None
    detail: str
    lines: str


class ClinicRow(NamedTuple):
    pk: int
    is_sample: int
    prefecture: str
    region: str
    city_ja: str
    city_en: str
    institution: str
    name_ja: str
    looked_up: int


class SheetRow(NamedTuple):
    treatment: int
    total_min: int
    total_max: int
    valid_from: Any
    valid_to: Any
    checked_on: Any


def _read(rows: QuerySet) -> Iterator[tuple]:
    return rows.iterator(chunk_size=CHUNK)


@lru_cache(maxsize=20_000)
def day(text: str | None) -> datetime.date | None:
    """Return the day of a text column: the database writes it YYYY-MM-DD."""
    return datetime.date.fromisoformat(text) if text else None


def _as_text(column: str) -> Cast:
    return Cast(column, CharField())


def treatments() -> Iterator[TreatmentRow]:
    """Return the listed treatments, clinic by clinic.

    ``checked`` and ``listed`` are days; ``detail`` is the exact product; ``lines`` the search text
    without the words of terms.
    """
    rows = Treatment.objects.listed().order_by("clinic_id", "pk")
    rows = rows.annotate(
        kind=Case(When(is_sample=True, then=Value("sample")), default=F("level")),
        checked=_as_text("checked_on"),
        listed=_as_text("list_last_seen"),
        detail=F("product_detail"),
        lines=Left("search_text", Greatest(StrIndex("search_text", Value(TERMS)) - 1, 0)),
    )
    names = ("clinic_id", "pk", *TreatmentRow._fields[2:])
    return map(TreatmentRow._make, _read(rows.values_list(*names)))


def count_clinics() -> int:
    """Return how many clinics are open, listed or not."""
    return Clinic.objects.filter(status=Clinic.Status.OPEN).count()


def clinics() -> Iterator[ClinicRow]:
    """Return the open clinics, listed or not, by key."""
    rows = Clinic.objects.filter(status=Clinic.Status.OPEN).order_by("pk")
    rows = rows.annotate(
        sample=Case(When(is_sample=True, then=1), default=0),
        looked_up=Case(When(orders_looked_up_on__isnull=False, then=1), default=0),
    )
    names = ("pk", "sample", *ClinicRow._fields[2:])
    return map(ClinicRow._make, _read(rows.values_list(*names)))


def conditions() -> Iterator[tuple[int, str, str]]:
    """Return (treatment, code, how)."""
    rows = TreatmentCondition.objects.order_by()
    return _read(rows.values_list("treatment_id", "code", "how"))


def languages() -> Iterator[tuple[int, str]]:
    """Return (clinic, code)."""
    return _read(ClinicLanguage.objects.order_by().values_list("clinic_id", "code"))


def sheets() -> Iterator[SheetRow]:
    """Return the price sheets of what may show prices, the newest of a treatment first."""
    rows = PriceSheet.objects.filter(treatment__in=Treatment.objects.listed().detailed()).order_by(
        "treatment_id", "-valid_from"
    )
    names = ("treatment_id", "total_min", "total_max", "valid_from", "valid_to", "checked_on")
    return map(SheetRow._make, _read(rows.values_list(*names)))


def orders() -> Iterator[tuple[int, Any]]:
    """Return (clinic, day on which the order was lifted or None)."""
    return _read(OrderTarget.objects.order_by().values_list("clinic_id", "order__lifted_on"))
