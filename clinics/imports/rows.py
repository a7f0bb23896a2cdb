"""Rows of a sheet by column name, their text made harmless."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from clinics.sheets import Column, Line, SavedFile, Table, WrongFile, find_columns, tables

MOST_ROWS = 5_000
_KEPT = "\n\t"


@dataclass(frozen=True)
class SheetRow:
    """One row: its line in the file, and the cells that are not blank, by column name."""

    line: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass
class Sheet:
    """``columns``: those the header names; ``ignored``: what else stands in the header."""

    rows: list[SheetRow] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    ignored: list[str] = field(default_factory=list)


def read_sheet(files: Sequence[SavedFile], columns: Sequence[Column]) -> Sheet:
    """Return the rows of all tables with the expected header. Raises WrongFile.

    A workbook may hold other sheets (notes); a file without any such table is refused.
    """
    sheet = Sheet()
    for file in files:
        wrong: WrongFile | None = None
        fits = False
        for table in tables(file):
            try:
                places, lines = find_columns(table, columns, name=file.name)
            except WrongFile as error:
                wrong = wrong or error
                continue
            fits = True
            sheet.columns |= set(places)
            sheet.ignored += _unknown(table, places, lines)
            sheet.rows += _rows(places, lines)
        if not fits:
            raise wrong or WrongFile(f"{file.name}: no table in it")
        if len(sheet.rows) > MOST_ROWS:
            raise WrongFile(f"{file.name}: more than {MOST_ROWS} rows. Split the file.")
    if not sheet.rows:
        raise WrongFile("no row below the header")
    return sheet


def _unknown(table: Table, places: dict[str, int], lines: list[Line]) -> list[str]:
    header = table[len(table) - len(lines) - 1].cells
    known = set(places.values())
    return [
        clean(cell)[:60] for place, cell in enumerate(header) if place not in known and clean(cell)
    ]


def _rows(places: dict[str, int], lines: list[Line]) -> list[SheetRow]:
    found = []
    for line in lines:
        texts = {
            name: clean(line.cells[place])
            for name, place in places.items()
            if place < len(line.cells)
        }
        cells = {name: text for name, text in texts.items() if text}
        if cells:
            found.append(SheetRow(line.number, cells))
    return found


def clean(cell: str) -> str:
    """Return a cell without control characters, lone surrogates and outer spaces."""
    kept = (c for c in cell if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip().lstrip("\ufeff")
