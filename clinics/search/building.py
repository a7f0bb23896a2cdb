"""Read the catalogue once and make the index of it."""

from array import array
from collections import defaultdict
from itertools import chain
from typing import Any

from pyroaring import BitMap

from clinics.models.treatment import TreatmentCondition
from clinics.names import short_ja
from clinics.search import rows, text
from clinics.search.day import Sheet
from clinics.search.index import Index
from clinics.search.names import Names
from clinics.search.numbering import Numbering, stride_for
from clinics.search.words import Lines

How = TreatmentCondition.How
FACETS = ("kind", "class", "product", "origin", "cells", "processing", "route")


def _numbers() -> array:
    return array("I")


def _maps(found: dict[Any, array]) -> dict[Any, BitMap]:
    return {value: BitMap(numbers) for value, numbers in found.items()}


def _days(found: dict[str | None, BitMap]) -> dict[Any, BitMap]:
    return {rows.day(text): numbers for text, numbers in found.items() if text is not None}


class _Treatments:
    """One pass over the listed treatments."""

    def __init__(self, stride: int) -> None:
        self.found = {name: defaultdict(_numbers) for name in rows.CODES}
        self.numbers = defaultdict(_numbers)
        self.number_of: dict[int, int] = {}
        self.clinics, self.sizes = array("q"), array("I")
        self.pks, self.first_pk = array("q"), array("I")
        self.lines: list[str] = []  # of the clinics' names, one each
        self.other_lines: list[tuple[str, list[int]]] = []
        self.places = defaultdict(_numbers)
        self.titles = defaultdict(_numbers)
        # Few different sets of codes: one look for each row, not one for each code.
        for codes, numbers in self._read(stride).items():
            for values, value in zip(self.found.values(), codes, strict=True):
                values[value].extend(numbers)

    def _read(self, stride: int) -> dict[tuple, array]:
        """Number the treatments; return {codes: numbers}."""
        clinic_pk, clinic, number = None, -1, 0
        grouped: defaultdict[tuple, array] = defaultdict(_numbers)
        for owner, pk, plan, lines, codes in rows.treatments():
            house, _end, rest = lines.partition("\n")
            place, _end, own = rest.partition("\n")
            if owner != clinic_pk:
                clinic_pk, clinic, number = owner, clinic + 1, clinic + 1
                self.clinics.append(owner)
                self.sizes.append(1)
                self.first_pk.append(len(self.pks))
                self.lines.append(house)
                self.places[place].append(clinic)
            else:
                self.sizes[-1] += 1
                number += stride
                if house != self.lines[-1]:
                    self.other_lines.append((house, [clinic]))
            self.pks.append(pk)
            self.number_of[pk] = number
            self.titles[own].append(number)
            grouped[codes].append(number)
            if plan:
                self.numbers[plan].append(number)
        return grouped


class _Clinics:
    """One pass over the open clinics, of which only the listed ones count."""

    def __init__(self, listed: array, lines: list[str]) -> None:
        self.found = {
            name: defaultdict(_numbers) for name in ("prefecture", "region", "city", "institution")
        }
        self.samples, self.looked_up = _numbers(), _numbers()
        self.place_of: dict[int, int] = {}
        chosen = set(listed)
        cities: dict[tuple[str, str], str] = {}
        shown: list[str] = []
        for clinic, row in enumerate(row for row in rows.clinics() if row.pk in chosen):
            self.place_of[row.pk] = clinic
            self.found["prefecture"][row.prefecture].append(clinic)
            self.found["region"][row.region].append(clinic)
            self.found["institution"][row.institution].append(clinic)
            if row.city_ja:
                self.found["city"][f"{row.prefecture}:{row.city_ja}"].append(clinic)
                cities.setdefault((row.prefecture, row.city_ja), row.city_en)
            if row.is_sample:
                self.samples.append(clinic)
            if row.looked_up:
                self.looked_up.append(clinic)
            shown.append(short_ja(row.name_ja))
        self.cities = [
            (f"{place[0]}:{place[1]}", place[1], cities[place]) for place in sorted(cities)
        ]
        # A clinic's line begins with the name that English readers see (clinics.search.text).
        self.names = {"ja": Names(shown), "en": Names(lines)}


def _conditions(number_of: dict[int, int]) -> tuple[dict, dict, dict]:
    """Return {code: numbers}: of all that is found by it, is named so, or has its words."""
    grouped: defaultdict[tuple, array] = defaultdict(_numbers)
    for treatment, code, how in rows.conditions():
        if treatment in number_of:
            grouped[code, how].append(number_of[treatment])
    every, named, worded = (defaultdict(_numbers) for _ in range(3))
    for (code, how), numbers in grouped.items():
        every[code].extend(numbers)
        if how == How.NAMED:
            named[code].extend(numbers)
        if how != How.NOT_STATED:
            worded[code].extend(numbers)
    return every, named, worded


def build() -> Index:
    """Return the index of everything that is listed now (seven queries, whatever the size)."""
    stride = stride_for(rows.count_clinics())
    treatments = _Treatments(stride)
    clinics = _Clinics(treatments.clinics, treatments.lines)
    numbering = Numbering(treatments.sizes, stride)
    place_of, number_of = clinics.place_of, treatments.number_of
    conditions, named, worded = _conditions(number_of)
    languages = defaultdict(_numbers)
    for clinic, code in rows.languages():
        if clinic in place_of:
            languages[code].append(place_of[clinic])
    sheets = []
    for row in rows.sheets():
        number = number_of.get(row.treatment)
        if number is not None:
            sheets.append(Sheet(number, *row[1:]))
    orders = [(place_of[pk], lifted) for pk, lifted in rows.orders() if pk in place_of]
    of_treatments = {name: _maps(treatments.found[name]) for name in FACETS}
    of_treatments["condition"] = _maps(conditions)
    other = {name: _maps(treatments.found[name]) for name in rows.CODES if name not in FACETS}
    detailed = numbering.every - of_treatments["kind"].get("list", BitMap())
    of_clinics = {name: _maps(found) for name, found in clinics.found.items()}
    dates, lists = _days(other["checked"]), _days(other["listed"])
    spread = {
        code: numbering.treatments(found) for code, found in of_clinics["institution"].items()
    }
    samples = of_treatments["kind"].get("sample", BitMap())
    return Index(
        numbering=numbering,
        clinic_pks=treatments.clinics,
        treatment_pks=treatments.pks,
        first_pk=treatments.first_pk,
        of_treatments=of_treatments,
        rows_of={
            name: {value: numbering.rows(numbers) for value, numbers in values.items()}
            for name, values in of_treatments.items()
        },
        of_clinics=of_clinics | {"language": _maps(languages)},
        named=_maps(named),
        numbers={plan: found & detailed for plan, found in _maps(treatments.numbers).items()},
        detailed=other["level"].get("checked", BitMap()),
        real=numbering.every - samples - numbering.treatments(BitMap(clinics.samples)),
        looked_up=BitMap(clinics.looked_up),
        ordered=BitMap([clinic for clinic, _lifted in orders]),
        checked_on={day: dates[day] for day in sorted(dates, reverse=True)},
        list_seen=lists,
        visits={
            number: found & detailed
            for number, found in other["visits"].items()
            if number is not None
        },
        sheets=sheets,
        orders=orders,
        cities=clinics.cities,
        names=clinics.names,
        houses=Lines(
            chain(
                ((line, (clinic,)) for clinic, line in enumerate(treatments.lines)),
                treatments.other_lines,
            )
        ),
        places=Lines(treatments.places.items()),
        titles=Lines(treatments.titles.items()),
        terms=[
            (line, numbers)
            for group, found in (
                ("product", of_treatments["product"]),
                ("product", other["detail"]),
                ("origin", of_treatments["origin"]),
                ("tissue", of_treatments["cells"]),
                ("route", of_treatments["route"]),
                ("condition", _maps(worded)),
                ("institution", spread),
            )
            for code, numbers in found.items()
            if (line := text.line(text.term_words(group, code)))
        ],
    )
