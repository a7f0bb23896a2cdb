"""What the filters ask for as plain SQL, and which facts are old."""

from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from clinics.api.rows import open_treatments
from clinics.filters import ClinicFilter
from clinics.finder.ages import list_limit, price_limit
from clinics.models import ClinicLanguage, PriceSheet, Treatment, TreatmentCondition
from clinics.search import query

COLUMNS = {
    "prefecture": "clinic__prefecture",
    "product": "product",
    "origin": "origin",
    "region": "clinic__region",
    "class": "asrm_class",
    "cells": "tissue",
    "processing": "processing",
    "route": "route",
    "institution": "clinic__institution",
}


def matching(clinic_filter: ClinicFilter, *without: str) -> QuerySet:
    """Return the treatments that meet every parameter but those."""
    found = open_treatments() if clinic_filter.real_only else Treatment.objects.listed()
    for name, value in clinic_filter.values.items():
        if name not in without:
            found = found.filter(condition(name, value))
    return found


def condition(name: str, value: Any) -> Q:
    if name in COLUMNS:
        return Q(**{f"{COLUMNS[name]}__in": value})
    return Q(_SPECIAL[name](value))


def _of_treatment(rows: QuerySet) -> Exists:
    return Exists(rows.order_by().filter(treatment=OuterRef("pk")))


def _places(values: list[str]) -> Q:
    found = Q()
    for place in values:
        prefecture, _colon, city = place.partition(":")
        found |= Q(clinic__prefecture=prefecture, clinic__city_ja=city)
    return found


def _kinds(values: list[str]) -> Q:
    found = Q()
    for kind in values:
        found |= Q(is_sample=True) if kind == "sample" else Q(level=kind, is_sample=False)
    return found


def _words(text: str) -> Q:
    asked = query.read(text)
    found = Q()
    if asked.numbers:
        found &= Q(number__in=asked.numbers) & (Q(level="checked") | Q(is_sample=True))
    if asked.any_number:
        found &= ~Q(number="") & Q(level="checked")
    for word in asked.words:
        found &= Q(search_text__contains=word)
    return found


_SPECIAL = {
    "q": _words,
    "condition": lambda codes: _of_treatment(TreatmentCondition.objects.filter(code__in=codes)),
    "language": lambda codes: Exists(
        ClinicLanguage.objects.filter(clinic=OuterRef("clinic"), code__in=codes)
    ),
    "city": _places,
    "kind": _kinds,
    "price_min": lambda yen: _of_treatment(PriceSheet.objects.public().filter(total_max__gte=yen)),
    "price_max": lambda yen: _of_treatment(PriceSheet.objects.public().filter(total_min__lte=yen)),
    "visits": lambda most: Q(visits__lte=most) & (Q(level="checked") | Q(is_sample=True)),
    "no_order": lambda _yes: Q(
        clinic__orders_looked_up_on__isnull=False, clinic__order_targets__isnull=True
    ),
}


def aged() -> Case:
    """Return an expression over treatments: 1 where ``age_notes`` would say something, else 0."""
    sheets = PriceSheet.objects.public().filter(treatment=OuterRef("pk")).order_by("-valid_from")
    seen = sheets.annotate(seen=Coalesce("checked_on", "treatment__checked_on")).values("seen")
    price_is_old = LessThan(Subquery(seen[:1], output_field=DateField()), price_limit())
    bare = Q(level=Treatment.Level.LIST, is_sample=False)  # its price is not public: no look-up
    return Case(
        When(is_sample=False, list_last_seen__lt=list_limit(), then=Value(1)),
        When(bare, then=Value(0)),
        When(Q(price_is_old), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
