"""One value of the table: what one treatment says about one thing."""

import datetime
from dataclasses import dataclass, field

from clinics.models import Source
from ui.templatetags.kakunin import day


@dataclass(frozen=True)
class Cell:
    """``lines`` are words, one a line; or ``unknown`` names the face of unknown (unknown.html).

    ``large`` sets the lines as a price, ``about`` is the same in another currency, ``small`` what
    belongs to it in small type, ``old`` says that the fact is old. ``source`` is a link when
    ``source_url`` is not empty. ``asrm_class`` and ``plate`` (segments of ``number``) are drawn by
    their own components. ``lang`` marks the first line as Japanese. Two cells are equal when they
    say the same.
    """

    lines: tuple[str, ...] = ()
    unknown: str = ""
    looked_on: datetime.date | None = field(default=None, compare=False)
    large: bool = False
    about: str = ""
    small: str = ""
    old: str = ""
    source: str = ""
    source_url: str = ""
    lang: str = ""
    asrm_class: str = ""
    number: str = ""
    plate: tuple[dict[str, str], ...] = field(default=(), compare=False)


def words(*lines: object, **more) -> Cell:
    """Return a cell of these lines; empty ones are left out."""
    return Cell(lines=tuple(str(line) for line in lines if line), **more)


def unknown(face: str, looked_on: datetime.date | None = None) -> Cell:
    return Cell(unknown=face, looked_on=looked_on)


def words_or(face: str, *lines: object, looked_on: datetime.date | None = None) -> Cell:
    """Return a cell of the lines, or the face of unknown when all are empty."""
    return words(*lines) if any(lines) else unknown(face, looked_on)


def from_source(source: Source) -> Cell:
    """Return a source as a cell: its title, as a link where it has an address, and its day."""
    return Cell(source=source.title, source_url=source.url, small=day(source.seen_on))
