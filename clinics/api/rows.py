"""Which rows leave the house: real and listed ones, never an invented sample, not even in demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from clinics.models import (
    Clinic,
    ClinicLanguage,
    OrderTarget,
    PriceSheet,
    Treatment,
    TreatmentCondition,
)
from clinics.models.clinic import ClinicQuerySet
from clinics.models.treatment import TreatmentQuerySet

SOURCES = ("clinic", "source", "number_source", "list_source", "committee")


@dataclass(frozen=True)
class TreatmentRow:
    """A treatment (``joined``), its conditions as (code, how) and the public price of today."""

    treatment: Treatment
    conditions: list[tuple[str, str]]
    price: PriceSheet | None

    @property
    def is_checked(self) -> bool:
        """Whether what staff noted is public: on a list entry it is not checked yet."""
        return self.treatment.level == Treatment.Level.CHECKED


@dataclass(frozen=True)
class ClinicRow:
    """A clinic; ``kind`` checked when one of its shown treatments is, else list."""

    clinic: Clinic
    kind: str
    languages: list[str]
    orders: list[OrderTarget]


def open_treatments() -> TreatmentQuerySet:
    return Treatment.objects.listed().filter(is_sample=False, clinic__is_sample=False)


def open_clinics() -> ClinicQuerySet:
    here = open_treatments().order_by().filter(clinic=OuterRef("pk"))
    return Clinic.objects.filter(Exists(here))


def conditions() -> QuerySet:
    return TreatmentCondition.objects.order_by("treatment_id", "pk")


def orders() -> QuerySet:
    return OrderTarget.objects.select_related("order__source").order_by("clinic_id", "-order__date")


def joined(treatments: TreatmentQuerySet) -> TreatmentQuerySet:
    """Join the sources and the day on which the last price ended (``price_ended_on``)."""
    ended = (
        PriceSheet.objects.filter(treatment=OuterRef("pk"), valid_to__lt=timezone.localdate())
        .order_by("-valid_to")
        .values("valid_to")[:1]
    )
    return treatments.select_related(*SOURCES).annotate(price_ended_on=Subquery(ended))


def with_facts(treatments: TreatmentQuerySet) -> TreatmentQuerySet:
    """Fetch everything a treatment's record needs (constant queries)."""
    return (
        joined(treatments)
        .prefetch_related(
            Prefetch("conditions", conditions()),
            Prefetch(
                "prices",
                PriceSheet.objects.public().select_related("source"),
                to_attr="current_prices",
            ),
        )
        .order_by("clinic_id", "level", "pk")  # checked before list
    )


def treatment_row(treatment: Treatment) -> TreatmentRow:
    """Return the row of a treatment fetched ``with_facts``."""
    named = [(condition.code, condition.how) for condition in treatment.conditions.all()]
    return TreatmentRow(treatment, named, treatment.price)


def with_clinic_facts(clinics: ClinicQuerySet) -> ClinicQuerySet:
    return clinics.prefetch_related(
        Prefetch("languages", ClinicLanguage.objects.order_by("code")),
        Prefetch("order_targets", orders()),
    )


def clinic_row(clinic: Clinic, *, kind: str) -> ClinicRow:
    """Return the row of a clinic fetched ``with_clinic_facts``."""
    languages = [spoken.code for spoken in clinic.languages.all()]
    return ClinicRow(clinic, kind, languages, list(clinic.order_targets.all()))
