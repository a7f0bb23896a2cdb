"""What depends on the date: prices begin and end, facts grow old, orders are lifted."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pyroaring import BitMap

Column = dict  # {value: treatments}, in ascending order of the values


class Sheet(NamedTuple):
    """Price sheet of treatment ``number``: yen, days of validity, day it was last seen."""

    number: int
    total_min: int
    total_max: int
    valid_from: datetime.date
    valid_to: datetime.date | None
    seen_on: datetime.date | None

    def is_valid(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True)
class Limits:
    """Facts seen before these days are old (clinics.finder.ages)."""

    lists: datetime.date
    prices: datetime.date


def column(pairs: Iterable[tuple]) -> Column:
    """Return {value: treatments} of (value, number) pairs, lowest value first."""
    found: defaultdict = defaultdict(list)
    for value, number in pairs:
        found[value].append(number)
    return {value: BitMap(found[value]) for value in sorted(found)}


class Day:
    """The prices valid on a Tokyo date and what is old on it.

    ``sheets`` newest first for each treatment; ``list_seen`` {day: treatments on that list};
    ``samples`` are never old by list; ``orders`` (clinic, day the order was lifted or None);
    ``rated`` {mean in tenths: clinics}; ``ties`` (clinic, first, last day): not rated then.
    """

    def __init__(
        self,
        day: datetime.date,
        limits: Limits,
        *,
        sheets: Iterable[Sheet],
        list_seen: Mapping[datetime.date, BitMap],
        samples: BitMap,
        orders: Iterable[tuple[int, datetime.date | None]],
        rated: Mapping[int, BitMap],
        ties: Iterable[tuple[int, datetime.date, datetime.date | None]],
    ) -> None:
        current: dict[int, Sheet] = {}
        for sheet in sheets:
            if sheet.number not in current and sheet.is_valid(day):
                current[sheet.number] = sheet
        valid = current.values()
        self.total_of = {sheet.number: sheet.total_min for sheet in valid}
        self.lowest = column((sheet.total_min, sheet.number) for sheet in valid)
        self.highest = column((sheet.total_max, sheet.number) for sheet in valid)
        self.priced = BitMap(list(current))
        old = [s.number for s in valid if s.seen_on is not None and s.seen_on < limits.prices]
        lists = [numbers for seen, numbers in list_seen.items() if seen < limits.lists]
        self.aged = BitMap(old) | (BitMap.union(*lists, BitMap()) - samples)
        self.under_order = BitMap(
            [clinic for clinic, lifted in orders if lifted is None or lifted > day]
        )
        tied = BitMap(
            [
                clinic
                for clinic, since, until in ties
                if since <= day and (until is None or day <= until)
            ]
        )
        self.rated = {mean: clinics - tied for mean, clinics in rated.items()}
