"""Dates as sources print them: a day, a month or only a year."""

import re
from datetime import date

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
PATTERN = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?")


def parse(value: object) -> tuple[int, ...]:
    """ "2024-05-20", "2024-05", 2024 or a date → (2024, 5, 20), (2024, 5), (2024,).

    Raises ValueError for anything else, also for a day that does not exist.
    """
    match = PATTERN.fullmatch(str(value))
    if not match:
        raise ValueError(f"{value!r} is no date: write 2024-05-20, 2024-05 or 2024")
    parts = tuple(int(part) for part in match.groups() if part)
    date(*parts, *(1,) * (3 - len(parts)))
    return parts


def text(parts: tuple[int, ...], language: str) -> str:
    """(2024, 5, 20) → "20 May 2024" or "2024年5月20日"."""
    if language == "ja":
        return "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    year, *rest = parts
    words = [str(part) for part in reversed(rest[1:])]
    return " ".join([*words, *(MONTHS[month - 1] for month in rest[:1]), str(year)])
