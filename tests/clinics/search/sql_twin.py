"""The same answers as the search index, asked of the database in plain SQL."""

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from clinics.api.ordered import ordered_clinics
from clinics.filters import ClinicFilter

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
    return {name: _facet(clinic_filter.without(name), column) for name, column in COLUMNS.items()}


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
    """Return (clinic key, kind of block) up to the place ``stop``."""
    rows = ordered_clinics(
        clinic_filter.without(),
        sort=clinic_filter.order,
        conditions=clinic_filter.values.get("condition", []),
    )
    return [(pk, BLOCKS[block]) for pk, block in rows[:stop]]
