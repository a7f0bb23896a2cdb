"""Laboratory values in both units. Pure sums; nothing is stored.

HbA1c: NGSP % and IFCC mmol/mol by the master equation of the two networks,
NGSP = 0.09148 × IFCC + 2.152 (https://ngsp.org/ifccngsp.asp). The Japanese unit of today is NGSP.
C-peptide: molar mass 3,020 g/mol, so 1 ng/mL = 0.331 nmol/L.
Glucose: molar mass 180.16 g/mol, so 1 mmol/L = 18.016 mg/dL.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import normalize

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NUMBER = re.compile(r"[0-9]{1,5}([.,][0-9]{1,4})?")


class NotAValue(ValueError):
    """What was typed is no value of this test; the text says what to type."""


@dataclass(frozen=True)
class Unit:
    """``lowest``/``highest``: values a laboratory may print; ``places`` decimals to show."""

    name: str
    lowest: Decimal
    highest: Decimal
    places: int


@dataclass(frozen=True)
class Test:
    """One test in two units; ``examples`` are values of the first unit for the table."""

    code: str
    label: str | Promise
    units: tuple[Unit, Unit]
    forth: Callable[[Decimal], Decimal]
    back: Callable[[Decimal], Decimal]
    examples: tuple[str, ...]


def _unit(name: str, lowest: str, highest: str, places: int) -> Unit:
    return Unit(name, Decimal(lowest), Decimal(highest), places)


_SLOPE, _START = Decimal("0.09148"), Decimal("2.152")
_C_PEPTIDE = Decimal("0.3311")
_GLUCOSE = Decimal("18.016")

TESTS = {
    test.code: test
    for test in (
        Test(
            "hba1c",
            _("HbA1c (long-term sugar)"),
            (_unit("%", "3", "25", 1), _unit("mmol/mol", "9", "250", 0)),
            lambda percent: (percent - _START) / _SLOPE,
            lambda molar: molar * _SLOPE + _START,
            ("5.5", "6.0", "6.5", "7.0", "7.5", "8.0", "9.0", "10.0", "12.0"),
        ),
        Test(
            "c-peptide",
            _("C-peptide (how much insulin the body makes)"),
            (_unit("ng/mL", "0.01", "60", 2), _unit("nmol/L", "0.003", "20", 2)),
            lambda mass: mass * _C_PEPTIDE,
            lambda molar: molar / _C_PEPTIDE,
            ("0.2", "0.6", "1.0", "1.5", "2.0", "3.0", "5.0"),
        ),
        Test(
            "glucose",
            _("Blood sugar"),
            (_unit("mg/dL", "10", "2000", 0), _unit("mmol/L", "0.5", "111", 1)),
            lambda mass: mass / _GLUCOSE,
            lambda molar: molar * _GLUCOSE,
            ("70", "100", "126", "140", "180", "200", "300"),
        ),
    )
}


@dataclass(frozen=True)
class Table:
    test: Test
    rows: tuple[tuple[str, str], ...]


def rounded(value: Decimal, places: int) -> str:
    """Half up, as laboratories do: 6.45 → "6.5"."""
    return str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def convert(test: Test, value: Decimal, unit: str) -> tuple[str, str]:
    """Return (value, unit) in the other unit. Raises KeyError for a unit the test has not."""
    first, second = test.units
    if unit == first.name:
        return rounded(test.forth(value), second.places), second.name
    if unit == second.name:
        return rounded(test.back(value), first.places), first.name
    raise KeyError(unit)


@dataclass(frozen=True)
class Converted:
    label: str | Promise
    given: str
    given_unit: str
    value: str
    unit: str


def converted(test: Test, typed: str, unit: str) -> Converted:
    """Return what was typed in the other unit; "７,２" counts as 7.2. Raises NotAValue."""
    text = normalize("NFKC", typed).strip()
    if not NUMBER.fullmatch(text):
        raise NotAValue(gettext("Write a number such as 7.2."))
    text = text.replace(",", ".")
    own = next(one for one in test.units if one.name == unit)
    if not own.lowest <= Decimal(text) <= own.highest:
        raise NotAValue(
            gettext("Between %(low)s and %(high)s. Is the unit right?")
            % {"low": own.lowest, "high": own.highest}
        )
    value, other = convert(test, Decimal(text), unit)
    return Converted(test.label, text, unit, value, other)


def tables() -> list[Table]:
    return [
        Table(
            test,
            tuple(
                (text, convert(test, Decimal(text), test.units[0].name)[0])
                for text in test.examples
            ),
        )
        for test in TESTS.values()
    ]
