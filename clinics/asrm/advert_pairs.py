"""Contradictions between a number and the words or the day beside it, for ``advert``.

Both functions get the text twice: ``plain`` is the folded one, of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from clinics.asrm import advert_rules as rules
from clinics.asrm.numbers import Number

Span = tuple[int, int]

LAW_BEGAN = date(2014, 11, 25)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_WINDOW = 40
"""Characters before a number in which its class may be named."""
_CLOSE = 22
_BEHIND = re.compile(r"[ (（、,:：・-]{0,3}")


def other_class(plain: str, numbers: Sequence[Number]) -> Iterator[Span]:
    """Yield the stretch from a class word to a plan number whose letters say another class.

    Where two classes or two numbers stand close together it is not clear what belongs to what,
    so nothing is said.
    """
    ends = [0, *(number.end for number in numbers)]
    for place, number in enumerate(numbers):
        start = max(0, number.start - _WINDOW)
        before = list(rules.CLASS_WORD.finditer(plain, start, number.start))
        alone = place == 0 or ends[place] <= start
        said = {_class_of(match) for match in before}
        if alone and len(said) == 1 and number.start - before[-1].end() <= _CLOSE:
            if number.asrm_class not in (None, *said):
                yield before[-1].start(), number.end
            continue
        gap = _BEHIND.match(plain, number.end)
        behind = rules.CLASS_WORD.match(plain, gap.end()) if gap else None
        follows = place + 1 < len(numbers) and numbers[place + 1].start - number.end < _WINDOW
        if behind and not follows and number.asrm_class not in (None, _class_of(behind)):
            yield number.start, behind.end()


def _class_of(match: re.Match[str]) -> str:
    return rules.CLASS_VALUES[match["en"] or match["ja"]]


def before_the_law(plain: str, numbers: Sequence[Number]) -> Iterator[Span]:
    """Yield each day before the law began that is said of a filing or stands behind a number."""
    ends = {number.end for number in numbers}
    for match in rules.DAY.finditer(plain):
        day = _day(match)
        if day is None or day >= LAW_BEGAN:
            continue
        start, end = match.span()
        after_number = any(start - gap in ends for gap in range(3))
        before, behind = plain[max(0, start - 40) : start], plain[end : end + 20]
        if after_number or rules.FILED_BEFORE.search(before) or rules.FILED_BEHIND.match(behind):
            yield start, end


def _day(match: re.Match[str]) -> date | None:
    """The day, or the last day it can be where only the month is written; None if there is none."""
    year = match["y"] or match["y2"] or match["y3"]
    month = match["m"] or match["m2"] or str(rules.MONTHS[match["m3"]])
    day = match["d"] or match["d2"] or match["d3"] or match["d4"] or "28"
    number = 1 if year == "元" else int(year)
    if match["era"]:
        number += _ERAS[match["era"]]
    elif number < 1900:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None
