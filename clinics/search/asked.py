"""What the filters ask for, as bitmaps of treatments."""

from collections.abc import Iterable, Mapping
from functools import cached_property, reduce
from operator import and_
from typing import Any

from pyroaring import BitMap

from clinics.search import query
from clinics.search.day import Day
from clinics.search.index import NOTHING, Index


class Asked:
    """Clean values of parameters ({parameter: value}) put to an index on a Tokyo date.

    Values of one parameter are OR, parameters are AND, and all of them must hold for ONE
    treatment. ``within`` narrows everything, as if nothing else were listed.
    """

    def __init__(
        self, index: Index, day: Day, values: Mapping[str, Any], *, within: BitMap | None = None
    ) -> None:
        self.index, self.day = index, day
        self.within = index.numbering.every if within is None else within
        self.values = values
        self._met = {name: self._meet(name, value) for name, value in values.items()}
        self._known: dict[frozenset[str], BitMap] = {}

    def matching(self, without: Iterable[str] = ()) -> BitMap:
        """Return the matching treatments as if the parameters ``without`` had not been given."""
        names = self._met.keys() - set(without)
        key = frozenset(names)
        if key not in self._known:
            # The smallest first: what is empty early stays cheap.
            parts = sorted((self._met[name] for name in names), key=len)
            self._known[key] = reduce(and_, parts, self.within)
        return self._known[key]

    @cached_property
    def named(self) -> BitMap:
        """The treatments whose title names one of the conditions that were asked for."""
        known = self.index.named
        codes = self.values.get("condition", ())
        return BitMap.union(NOTHING, *(known[code] for code in codes if code in known))

    def _meet(self, name: str, value: Any) -> BitMap:
        """Return the treatments that meet one parameter."""
        index = self.index
        if name in index.of_treatments:
            return _any(index.of_treatments[name], value)
        if name in index.of_clinics:
            return index.numbering.treatments(_any(index.of_clinics[name], value))
        if name == "q":
            return index.matching(query.read(value))
        if name == "price_min":
            return BitMap.union(NOTHING, *(n for v, n in self.day.highest.items() if v >= value))
        if name == "price_max":
            return BitMap.union(NOTHING, *(n for v, n in self.day.lowest.items() if v <= value))
        if name == "visits":
            return BitMap.union(NOTHING, *(n for v, n in index.visits.items() if v <= value))
        if name == "no_order":
            return index.numbering.treatments(index.looked_up - index.ordered)
        raise ValueError(name)


def _any(maps: Mapping[str, BitMap], values: Iterable[str]) -> BitMap:
    return BitMap.union(NOTHING, *(maps[value] for value in values if value in maps))
