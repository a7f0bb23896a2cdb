"""Values as Japanese pages write them: full-width digits, 億 and 万, era dates.

Total and exact: what cannot be read for certain is None, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988, "s": 1925}
_DATE = re.compile(
    r"^(?:(?P<era>令和|平成|昭和|[rhs])\.?)?(?P<year>元|\d{1,4})"
    r"(?:年|[-/.])(?P<month>\d{1,2})(?:月|[-/.])(?P<day>\d{1,2})日?$"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
_NUMBER = re.compile(
    rf"^(?:(?P<oku>(?:{_DIGITS})(?:\.\d+)?)億)?(?:(?P<man>(?:{_DIGITS})(?:\.\d+)?)万)?"
    rf"(?P<rest>(?:{_DIGITS})(?:\.\d+)?)?$"
)
_UNITS = re.compile(r"(?:円|個|cells?|yen|jpy|税込|税抜|\(税込\)|\(税抜\)|¥)")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text[:200]).casefold().split())


def parse_date(text: str) -> date | None:
    """Return a day from "2026-09-18", "2026年9月18日", "令和8年9月18日", "R8.9.18", or None."""
    found = _DATE.match(_plain(text))
    if found is None:
        return None
    era, year = found["era"], 1 if found["year"] == "元" else int(found["year"])
    if era is None and (found["year"] == "元" or len(found["year"]) != 4):
        return None
    try:
        return date(year + (_ERAS[era] if era else 0), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def parse_number(text: str) -> int | None:
    """Return a whole number from "２，４２０，０００円", "242万円", "1億5,000万個", or None."""
    plain = _UNITS.sub("", _plain(text))
    found = _NUMBER.match(plain)
    if not plain or found is None:
        return None
    total = 0.0
    for name, unit in (("oku", 10**8), ("man", 10**4), ("rest", 1)):
        if found[name]:
            total += round(float(found[name].replace(",", "")) * unit, 6)
    return int(total) if total == int(total) and total < 10**15 else None
