"""Is somebody writing many reviews of one clinic at once? A pure function over times."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from reviews.rules import BURST_FACTOR, BURST_LEAST

MONTH = timedelta(days=30)
WINDOW = timedelta(days=7)
"""A burst is a number of reviews within this time."""
FACTOR = BURST_FACTOR
LEAST = BURST_LEAST
"""Fewer reviews than this within the window are never a burst: small clinics are uneven."""
HISTORY = 12
"""Months looked back for the usual pace."""


def bursts(times: Sequence[datetime]) -> list[int]:
    """Return the indexes of reviews in a burst of a week, or of a month at a clinic we know longer.

    The second catches those who spread their reviews; before its first full month a clinic has no
    usual pace that a month could be compared with.
    """
    if not times:
        return []
    known = min(times) + MONTH
    slow = (index for index in burst(times, window=MONTH) if times[index] >= known)
    return sorted({*burst(times), *slow})


def burst(times: Sequence[datetime], *, window: timedelta = WINDOW) -> list[int]:
    """Return the indexes into `times` (any order) of reviews that belong to a burst, ascending.

    `times` are the arrivals of one clinic's reviews. A stretch of `window` is a burst if it
    holds at least LEAST reviews and at least FACTOR times the usual number: the median of the
    30-day months (at most HISTORY) before the stretch, at least 1 a month, scaled to the window
    if that is longer than a month. A month's usual number is the measure for a shorter window,
    so two reviews a month that happen to come in one week do not count as a fast pace.
    The months begin with the first review ever; being a median, the usual pace is not raised by
    one or two earlier bursts, and follows when a clinic's pace grows for good. Linear in n after sorting. Raises TypeError if naive and aware times are mixed.
    """
    order = sorted(range(len(times)), key=lambda index: times[index])
    caught: list[int] = []
    past: list[datetime] = []
    high = done = 0
    for low, index in enumerate(order):
        start = times[index]
        while high < len(order) and times[order[high]] - start <= window:
            high += 1
        many = high - low
        if many >= LEAST and many >= FACTOR * usual(past, start) * max(1.0, window / MONTH):
            caught.extend(order[max(low, done) : high])
            done = high
        past.append(start)
    return sorted(caught)


def usual(before: Sequence[datetime], now: datetime) -> float:
    """Return the median number of reviews in the full 30-day months before `now`, at least 1.

    `before` is ascending. Without one full month of history the usual pace is 1 a month.
    """
    months = min(HISTORY, int((now - before[0]) / MONTH)) if before else 0
    if not months:
        return 1.0
    edges = [bisect_left(before, now - MONTH * back) for back in range(months + 1)]
    counts = [later - earlier for later, earlier in pairwise(edges)]
    return max(1.0, float(median(counts)))
