"""The rows of the catalogue that the index is made of, as plain tuples.

Kinds and days are read as text: turning them into values row by row would take longer than the
reading, and a hundred thousand rows share a few hundred days.
"""

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, Left, StrIndex

from clinics.models import (
    Clinic,
    ClinicLanguage,
    ClinicRating,
    CommercialLink,
    OrderTarget,
    PriceSheet,
    Treatment,
)
from clinics.models.treatment import TreatmentCondition
from clinics.search.text import TERMS

CHUNK = 5_000


# What many treatments share, under the names that the index uses.
CODES = {
    "level": F("level"),
    "kind": Case(When(is_sample=True, then=Value("sample")), default=F("level")),
    "class": F("asrm_class"),
    "product": F("product"),
    "detail": F("product_detail"),
    "origin": F("origin"),
    "cells": F("tissue"),
    "processing": F("processing"),
    "route": F("route"),
    "visits": F("visits"),
    "checked": Cast("checked_on", CharField()),
    "listed": Cast("list_last_seen", CharField()),
}


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
    seen_on: Any


def _read(rows: QuerySet) -> Iterator[tuple]:
    return rows.iterator(chunk_size=CHUNK)


@lru_cache(maxsize=20_000)
def day(text: str | None) -> datetime.date | None:
    """Return the day of a text column: the database writes it YYYY-MM-DD."""
    return datetime.date.fromisoformat(text) if text else None


def treatments() -> Iterator[tuple[int, int, str, str, tuple]]:
    """Return (clinic, key, plan number, lines, codes) of the listed treatments, by clinic.

    ``lines`` is the search text without the words of terms, ``codes`` in the order of ``CODES``.
    """
    lines = Left("search_text", Greatest(StrIndex("search_text", Value(TERMS)) - 1, 0))
    rows = Treatment.objects.listed().order_by("clinic_id", "pk")
    rows = rows.annotate(lines=lines, **{f"code_{name}": code for name, code in CODES.items()})
    columns = ("clinic_id", "pk", "number", "lines", *(f"code_{name}" for name in CODES))
    return ((*row[:4], row[4:]) for row in _read(rows.values_list(*columns)))


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
    rows = PriceSheet.objects.filter(treatment__in=Treatment.objects.listed().detailed())
    rows = rows.annotate(seen=Coalesce("checked_on", "treatment__checked_on"))
    names = ("treatment_id", "total_min", "total_max", "valid_from", "valid_to", "seen")
    ordered = rows.order_by("treatment_id", "-valid_from")
    return map(SheetRow._make, _read(ordered.values_list(*names)))


def orders() -> Iterator[tuple[int, Any]]:
    """Return (clinic, day on which the order was lifted or None)."""
    return _read(OrderTarget.objects.order_by().values_list("clinic_id", "order__lifted_on"))


def ratings() -> Iterator[tuple[int, int, int]]:
    """Return (clinic, counted reviews, sum of their scores)."""
    return _read(ClinicRating.objects.order_by().values_list("clinic_id", "counted", "points"))


def ties() -> Iterator[tuple[int, Any, Any]]:
    """Return (clinic, first day, last day or None) of money ties: their scores are not shown."""
    return _read(CommercialLink.objects.order_by().values_list("clinic_id", "since", "until"))
