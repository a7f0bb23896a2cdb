"""The table of a comparison: groups of rows, one value per treatment."""

import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from clinics.comparing import care, known, money, plan
from clinics.comparing.cells import Cell
from clinics.comparing.column import Column

Rows = Sequence[tuple[str, Callable[[Column], Cell]]]


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[tuple[Column, Cell]]

    @property
    def differs(self) -> bool:
        return len({cell for _column, cell in self.cells}) > 1


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Table:
    """``left_out`` counts the rows in which all are the same, where those are not shown."""

    columns: list[Column]
    groups: list[Group]
    left_out: int = 0


def _groups() -> list[tuple[str, Rows]]:
    return [
        (_("What is given"), plan.given()),
        (_("The law"), plan.law()),
        (_("Price"), money.rows()),
        (_("Visits and time"), care.visits()),
        (_("Main risks"), care.risks()),
        (_("How well studied"), care.studied()),
        (_("Clinic"), known.clinic()),
        (_("How we know"), known.sources()),
    ]


def letters(columns: Sequence[Column]) -> list[Column]:
    return [
        replace(column, letter=letter)
        for column, letter in zip(columns, string.ascii_uppercase, strict=False)
    ]


def build(columns: Sequence[Column], *, only_differences: bool) -> Table:
    """Return the table; with ``only_differences`` without the rows in which all are the same."""
    columns = letters(columns)
    groups, left_out = [], 0
    for title, rows in _groups():
        built = [Row(label, [(column, cell(column)) for column in columns]) for label, cell in rows]
        shown = [row for row in built if row.differs or not only_differences]
        left_out += len(built) - len(shown)
        if shown:
            groups.append(Group(title, shown))
    return Table(list(columns), groups, left_out)
