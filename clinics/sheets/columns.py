"""Which column holds what, told by the header's own words, in any order and either language."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from clinics.sheets.tables import Line, Table
from clinics.sheets.wrong import WrongFile


@dataclass(frozen=True, slots=True)
class Column:
    """One expected column: our name, other spellings of it, and whether a file may lack it."""

    name: str
    also: tuple[str, ...] = ()
    required: bool = False

    def fits(self, header: str) -> bool:
        return header in {plain_header(word) for word in (self.name, *self.also)}


def plain_header(text: str) -> str:
    """Return a header without width, case, spaces and punctuation ("Plan No. " → "planno")."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def find_columns(
    table: Table, columns: Sequence[Column], *, name: str
) -> tuple[dict[str, int], list[Line]]:
    """Return where each column stands and the lines below the header.

    Titles may stand above the header; it is looked for in the first 20 lines. Raises WrongFile
    naming the columns that are missing, or a column that stands there twice.
    """
    best: dict[str, int] = {}
    below = 0
    for index, line in enumerate(table[:20]):
        places: dict[str, int] = {}
        for place, cell in enumerate(line.cells):
            header = plain_header(cell)
            for column in columns:
                if header and column.fits(header):
                    if column.name in places:
                        raise WrongFile(f"{name}: two columns are named {cell.strip()!r}")
                    places[column.name] = place
                    break
        if len(places) > len(best):
            best, below = places, index + 1
    missing = [column.name for column in columns if column.required and column.name not in best]
    if missing:
        raise WrongFile(
            f"{name}: missing columns {', '.join(missing)}. "
            f"The first line must name: {','.join(column.name for column in columns)}"
        )
    return best, table[below:]
