"""The catalogue as bitmaps: every filter, count and order of the results page without a query.

Nothing in an index is ever changed: when the public version is a new one, another index is built
and takes the place of the old one (clinics.search.live).
"""

import datetime
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyroaring import BitMap

from clinics.search.day import Column, Day, Limits, Sheet
from clinics.search.names import Names
from clinics.search.numbering import Numbering, Rows
from clinics.search.query import Query
from clinics.search.words import Lines

Maps = Mapping[str, BitMap]
NOTHING = BitMap()
LONGEST_WORD = 24


@dataclass(frozen=True, eq=False)
class Index:
    """Numbers of treatments (clinics.search.numbering) by what can be asked for.

    ``of_treatments``, ``of_clinics``: {parameter: {value: treatments, or clinics}}; ``rows_of``
    {parameter: {value: those treatments row by row}}; ``named`` {condition: treatments whose title names it}; ``detailed`` treatments with the level
    "checked"; ``real`` treatments that are no samples; ``looked_up`` clinics whose orders were
    looked up, ``ordered`` those that have or had one; ``rated`` {mean of their reviews in tenths:
    clinics}, highest first; ``reviewed`` {clinic: how many those are}; ``ties`` (clinic, first, last day) of money ties; ``cities`` (value, Japanese name,
    English name) of every ward; ``names`` {language: order of names}; ``houses`` and ``places``
    what is written of clinics, ``titles`` of treatments, ``terms`` the words of terms and who is meant by them; ``counted`` keeps the counts
    nobody narrowed.
    """

    numbering: Numbering
    clinic_pks: array
    treatment_pks: Sequence[int]
    first_pk: Sequence[int]
    of_treatments: Mapping[str, Maps]
    rows_of: Mapping[str, Mapping[str, Rows]]
    of_clinics: Mapping[str, Maps]
    named: Maps
    numbers: Mapping[str, BitMap]
    detailed: BitMap
    real: BitMap
    looked_up: BitMap
    ordered: BitMap
    checked_on: Column
    list_seen: Column
    visits: Column
    sheets: Sequence[Sheet]
    orders: Sequence[tuple[int, datetime.date | None]]
    rated: Column
    reviewed: Mapping[int, int]
    ties: Sequence[tuple[int, datetime.date, datetime.date | None]]
    cities: Sequence[tuple[str, str, str]]
    names: Mapping[str, Names]
    houses: Lines
    places: Lines
    titles: Lines
    terms: Sequence[tuple[str, BitMap]]
    counted: dict[tuple[str, bool], dict] = field(default_factory=dict)
    _days: dict[tuple[datetime.date, Limits], Day] = field(default_factory=dict)

    def on(self, day: datetime.date, limits: Limits) -> Day:
        """Return what depends on the date; the last one asked for is kept."""
        known = self._days.get((day, limits))
        if known is None:
            known = Day(
                day,
                limits,
                sheets=self.sheets,
                list_seen=self.list_seen,
                samples=self.kind("sample"),
                orders=self.orders,
                rated=self.rated,
                ties=self.ties,
            )
            self._days.clear()
            self._days[(day, limits)] = known
        return known

    def kind(self, kind: str) -> BitMap:
        """Return the treatments of a kind: checked, list or sample."""
        return self.of_treatments["kind"].get(kind, NOTHING)

    def matching(self, asked: Query) -> BitMap:
        """Return the treatments with one of the numbers and all of the words."""
        found = self.numbering.every
        if asked.numbers:
            found = BitMap.union(NOTHING, *(self.numbers.get(n, NOTHING) for n in asked.numbers))
        if asked.any_number:
            found = BitMap.union(NOTHING, *self.numbers.values()) & self.detailed
        for word in asked.words:
            found = found & self.with_word(word)
        return found

    def with_word(self, word: str) -> BitMap:
        """Return the treatments whose clinic, title or terms hold a folded word."""
        found = [numbers for line, numbers in self.terms if word in line]
        clinics = self.houses.find(word) | self.places.find(word)
        return BitMap.union(self.numbering.treatments(clinics), self.titles.find(word), *found)

    @cached_property
    def vocabulary(self) -> list[str]:
        """Every word that is written somewhere, for spelling help."""
        terms = {word for line, _numbers in self.terms for word in line.split()}
        found = terms | self.houses.words() | self.places.words() | self.titles.words()
        return sorted(word for word in found if len(word) <= LONGEST_WORD)

    def clinic(self, pk: int) -> int | None:
        """Return the number of a clinic by its key, or None for one that is not listed."""
        place = bisect_left(self.clinic_pks, pk)
        return place if self.clinic_pks[place : place + 1].tolist() == [pk] else None

    def pks_of(self, clinic: int, treatments: BitMap) -> list[int]:
        """Return the keys of a clinic's treatments in a set, ascending."""
        start = self.first_pk[clinic]
        return [
            self.treatment_pks[start + place]
            for place, number in enumerate(self.numbering.column(clinic))
            if number in treatments
        ]
