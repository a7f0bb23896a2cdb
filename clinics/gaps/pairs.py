"""A search as a line of values: "condition=t2d&prefecture=JP-13&price_max=1000000"."""

from collections.abc import Mapping
from typing import Any

LONGEST = 300
MOST = 8
# Amounts are rounded to what a patient thinks in: exact ones would tell searchers apart.
BANDS = (500_000, 1_000_000, 2_000_000, 3_000_000, 5_000_000, 10_000_000)
OPEN_END = "more"
MOST_VISITS = 10
WORDS = "words"


def as_line(values: Mapping[str, Any]) -> str:
    """Return the canonical line of ``ClinicFilter.values``; "" where there is nothing to count.

    Words that were typed become "words=yes". A search with more than 8 values is nobody's gap
    but a program's play, and gives "".
    """
    pairs = []
    for name, value in values.items():
        pairs += (
            [f"{name}={one}" for one in value] if isinstance(value, list) else [_pair(name, value)]
        )
    line = "&".join(sorted(set(pairs)))
    return line if len(pairs) <= MOST and len(line) <= LONGEST else ""


def as_values(line: str) -> dict[str, list[str]]:
    """Return {name: values} of a line."""
    found: dict[str, list[str]] = {}
    for pair in line.split("&"):
        name, _equals, value = pair.partition("=")
        found.setdefault(name, []).append(value)
    return found


def _pair(name: str, value: Any) -> str:
    if name == "q":
        return f"{WORDS}=yes"
    if name == "price_max":
        return f"{name}={next((band for band in BANDS if value <= band), OPEN_END)}"
    if name == "price_min":
        return f"{name}={max((band for band in BANDS if band <= value), default=0)}"
    if name == "visits":
        return f"{name}={min(value, MOST_VISITS)}"
    return f"{name}={value}"
