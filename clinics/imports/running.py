"""Write the rows of a sheet in one transaction, each row whole or not at all."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from clinics.imports.rows import Sheet, SheetRow

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
EXAMPLES = 20


class Refused(ValueError):
    """A row that is not taken; the text says why, for a person."""


class _DryRun(Exception):
    pass


@dataclass
class Report:
    """read = created + updated + unchanged + refused."""

    read: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[int, str]] = field(default_factory=list)
    """(line of the file, reason)."""
    ignored: list[str] = field(default_factory=list)
    """Columns nothing is read from, as written in the header."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """The first few created and updated, for a preview."""

    @property
    def created(self) -> int:
        return self.counts[CREATED]

    @property
    def updated(self) -> int:
        return self.counts[UPDATED]

    @property
    def unchanged(self) -> int:
        return self.counts[UNCHANGED]

    def __str__(self) -> str:
        return (
            f"read {self.read} = created {self.created} + updated {self.updated} "
            f"+ unchanged {self.unchanged} + refused {len(self.refused)}"
        )


@dataclass(frozen=True)
class Outcome:
    """What became of a row: ``created``, ``updated`` or ``unchanged``, and of what."""

    what: str
    about: str = ""


Write = Callable[[SheetRow], Outcome]


def run(
    sheet: Sheet,
    write: Write,
    *,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """Write every row and return the report; a dry run does the same and takes it back.

    ``write`` raises Refused for a row that is not taken; what it wrote so far is undone.
    """
    report = Report(read=len(sheet.rows), ignored=sheet.ignored)
    try:
        with transaction.atomic():
            _write(sheet.rows, write, report, progress)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _write(
    rows: Sequence[SheetRow], write: Write, report: Report, progress: Callable[[int], None]
) -> None:
    for row in rows:
        try:
            with transaction.atomic():
                outcome = write(row)
        except Refused as refused:
            report.refused.append((row.line, str(refused)))
        except (DataError, IntegrityError, OverflowError):
            # The forms know the rules; what they let through is refused by the database.
            report.refused.append((row.line, _("The database refuses a value of this row.")))
        else:
            report.counts[outcome.what] += 1
            examples = report.examples.setdefault(outcome.what, [])
            if outcome.what != UNCHANGED and len(examples) < EXAMPLES:
                examples.append(outcome.about)
        progress(1)
