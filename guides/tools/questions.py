"""Questions to ask before a treatment: the same for all, and what one treatment leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass

from clinics.models import Known, PriceSheet, Treatment
from guides.data import read
from guides.loader import active_language

FILE = "tools/questions.yaml"
CLINIC_FACTS = ("international_desk", "helps_with_visa", "emergency_ready")
NOT_KNOWN = {Known.NOT_LOOKED_UP, Known.NOT_PUBLISHED}


@dataclass(frozen=True)
class Group:
    id: str
    title: str
    questions: tuple[str, ...]


def groups() -> list[Group]:
    language = active_language()
    return [
        Group(row["id"], row[language], tuple(one[language] for one in row["questions"]))
        for row in read(FILE)["groups"]
    ]


def open_questions(treatment: Treatment) -> list[str]:
    """Return a question for each fact that is not known here (needs ``for_page``)."""
    words = read(FILE)["unknown"]
    return [words[fact][active_language()] for fact in unknown_facts(treatment)]


def unknown_facts(treatment: Treatment) -> list[str]:
    """Return the names of the facts that this directory does not know of a treatment.

    Of an entry of the ministry's list only what that list says is known.
    """
    return [*_of_treatment(treatment), *_of_price(treatment), *_of_clinic(treatment)]


def _of_treatment(treatment: Treatment) -> Iterator[str]:
    is_list = treatment.kind == Treatment.Level.LIST
    if not treatment.public_number and treatment.asrm_class != "outside":
        yield "number"
    yield from (name for name in ("product", "origin", "route") if not getattr(treatment, name))
    if not treatment.conditions.all():
        yield "conditions"
    if treatment.asrm_class != "outside":
        if is_list or not treatment.committee:
            yield "committee"
        if is_list or not treatment.cell_labs.all():
            yield "cell_labs"
    if is_list or not treatment.duration:
        yield "duration"
    if is_list or treatment.how_studied == Treatment.Studied.NOT_LOOKED_UP:
        yield "how_studied"


def _of_price(treatment: Treatment) -> Iterator[str]:
    price = treatment.price
    if price is None:
        yield from ("price", "includes", "days_in_japan", "no_refund_after")
        return
    if price.tax == PriceSheet.Tax.NOT_STATED:
        yield "tax"
    for name in ("includes", "extras", "days_in_japan", "no_refund_after"):
        if not getattr(price, name):
            yield name
    if not price.cells_per_dose and treatment.origin != "none":
        yield "cells_per_dose"


def _of_clinic(treatment: Treatment) -> Iterator[str]:
    clinic = treatment.clinic
    if not clinic.languages.all():
        yield "languages"
    yield from (name for name in CLINIC_FACTS if getattr(clinic, name) in NOT_KNOWN)
