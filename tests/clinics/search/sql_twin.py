"""The same answers as the search index, asked of the database in plain SQL."""

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from clinics import vocabulary
from clinics.asrm.folding import fold
from clinics.filters import ClinicFilter
from clinics.models import Clinic, ClinicRating, CommercialLink, Treatment
from clinics.names import display_name
from tests.clinics.search import sql_filter
from tests.clinics.search.ordered import ordered_clinics

BLOCKS = ("checked", "sample", "list")
COLUMNS = {
    "condition": F("conditions__code"),
    "prefecture": F("clinic__prefecture"),
    "product": F("product"),
    "origin": F("origin"),
    "language": F("clinic__languages__code"),
    "class": F("asrm_class"),
    "kind": Case(When(is_sample=True, then=Value("sample")), default=F("level")),
    "city": Concat(
        F("clinic__prefecture"), Value(":"), F("clinic__city_ja"), output_field=CharField()
    ),
    "region": F("clinic__region"),
    "cells": F("tissue"),
    "processing": F("processing"),
    "route": F("route"),
    "institution": F("clinic__institution"),
}


def facet_counts(clinic_filter: ClinicFilter) -> dict[str, dict[str, tuple[int, int]]]:
    """Return {parameter: {value: (clinics, clinics with a checked listing)}} without zeros."""
    return {
        name: _facet(sql_filter.matching(clinic_filter, name), column)
        for name, column in COLUMNS.items()
    }


def _facet(treatments: QuerySet, column) -> dict[str, tuple[int, int]]:
    rows = (
        treatments.order_by()
        .annotate(code=Cast(column, CharField()))
        .values("code")
        .annotate(
            every=Count("clinic_id", distinct=True),
            checked=Count("clinic_id", distinct=True, filter=Q(level="checked")),
        )
        .values_list("code", "every", "checked")
    )
    return {code: (every, checked) for code, every, checked in rows if code is not None}


def ordered(clinic_filter: ClinicFilter, stop: int | None = None) -> list[tuple[int, str]]:
    """Return (clinic key, kind of block) up to the place ``stop``; equal ones by the name shown."""
    keys = {f"key_{name}": F(name) for name in ("block", "fits", "price", "dated")}
    asked = {"sort": clinic_filter.order, "conditions": clinic_filter.values.get("condition", [])}
    rows = ordered_clinics(sql_filter.matching(clinic_filter), **asked)
    rows = list(rows.annotate(**keys).values_list("clinic_id", *keys))
    ties = CommercialLink.objects.active().values("clinic")
    rated = {one.pk: one.tenths for one in ClinicRating.objects.exclude(clinic__in=ties)}
    names = _names([pk for pk, *_values in rows])

    def place(row: tuple) -> tuple:
        pk, block, fits, price, dated = row
        newest = -dated.toordinal() if dated else 0
        by = {
            "relevance": (fits, newest),
            "price": (10**12 if price is None else price,),
            "checked": (newest,),
            "name": (),
            "rating": (-rated.get(pk, 0),),
        }
        return (block, *by[clinic_filter.order], names[pk], pk)

    return [(row[0], BLOCKS[row[1]]) for row in sorted(rows, key=place)[:stop]]


def _names(pks: list[int]) -> dict[int, str]:
    clinics = Clinic.objects.in_bulk(pks)
    if vocabulary.is_japanese():
        return {pk: display_name(clinic) for pk, clinic in clinics.items()}
    # English names in folded letters; what follows only counts between equal names.
    lines = Treatment.objects.filter(clinic__in=pks).values_list("clinic_id", "search_text")
    first = {pk: text.partition("\n")[0] for pk, text in lines.order_by()}
    assert all(first[pk].startswith(fold(display_name(clinics[pk]))) for pk in pks)
    return first
