"""Plan, facility, committee and research numbers: find, read and write them.

The pattern is inferred from 61 numbers published by clinics, committees and the research
database (tests/data/asrm_numbers.csv, read in September 2026); no official definition of the
numbering was found. ``PB3170022`` = plan, Class II, bureau 3, year 17, serial 0022.
``jRCTb030190134`` = research plan, Class II, bureau 03, a digit of unknown meaning, fiscal year
19, serial 0134. Japanese text touches the numbers without a space, so a border is only a Latin
letter or a digit. Nothing here guesses: a near miss is not a number (see ``near_misses``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from clinics.asrm.near import NearMiss, misses_in
from clinics.asrm.notes import Note, notes_for
from clinics.asrm.plate import Segment, format_plate
from clinics.asrm.spelling import GAP, drop_gaps, is_latin_or_digit, to_plain

__all__ = [
    "NearMiss", "Note", "Number", "NumberError", "Segment",
    "find_numbers", "format_plate", "near_misses", "normalise", "parse",
]  # fmt: skip

Kind = Literal["plan", "facility", "committee", "research_plan", "sample"]
Track = Literal["licensed", "foreign", "notified", ""]

_KINDS: dict[str, Kind] = {
    "PA": "plan", "PB": "plan", "PC": "plan",
    "FA": "facility", "FB": "facility", "FC": "facility",
    "NA": "committee", "NB": "committee",
    "jRCTa": "research_plan", "jRCTb": "research_plan", "jRCTc": "research_plan",
}  # fmt: skip
_CLASSES = {"PA": "1", "PB": "2", "PC": "3", "jRCTa": "1", "jRCTb": "2", "jRCTc": "3"}
_TRACKS: dict[str, Track] = {"FA": "licensed", "FB": "foreign", "FC": "notified"}
_SPECIAL = {"NA": True, "NB": False}

_G = f"{GAP}{{0,3}}"
_FILED = rf"(?P<prefix>[PF]{_G}[ABC]|N{_G}[AB]){_G}(?P<digits>[1-9](?:{_G}[0-9]){{6}})"
_RESEARCH = rf"(?P<jrct>J{_G}R{_G}C{_G}T{_G}[ABC]){_G}(?P<jdigits>0{_G}[1-8](?:{_G}[0-9]){{7}})"
# A lone O, I or L behind the last digit is a mistyped further digit, not a word that follows.
_END = r"(?![0-9]|[OIL](?![A-Z]))"
_NUMBER = re.compile(rf"(?<![A-Z0-9])(?:{_FILED}|{_RESEARCH}){_END}")
_MORE_DIGITS = re.compile(rf"{GAP}{{1,3}}[0-9]")


class NumberError(ValueError):
    """The text is not exactly one number. ``code`` is stable, ``en`` and ``ja`` are plain words."""

    def __init__(self, code: str, en: str, ja: str) -> None:
        super().__init__(en)
        self.code, self.en, self.ja = code, en, ja


@dataclass(frozen=True, slots=True)
class Number:
    """One decoded number. Two numbers are equal when they are written the same canonically."""

    canonical: str
    kind: Kind = field(compare=False)
    prefix: str = field(compare=False)
    """"PA" to "PC", "FA" to "FC", "NA", "NB", or "jRCTa" to "jRCTc"."""
    asrm_class: str | None = field(compare=False)
    """"1", "2" or "3"; None for facilities and committees, which have no class."""
    bureau: str = field(compare=False)
    """"1" to "7" regional, "8" the ministry, "9" sample."""
    year: int = field(compare=False)
    """Four digits. See ``fiscal``."""
    fiscal: bool = field(compare=False)
    """True for jRCT (fiscal year, April to March); for all others it is not known which."""
    serial: str = field(compare=False)
    track: Track = field(default="", compare=False)
    """How a cell lab came to its number; "" for everything else."""
    special: bool | None = field(default=None, compare=False)
    """True: special committee (Classes I to III); False: Class III only; None: no committee."""
    notes: tuple[Note, ...] = field(default=(), compare=False)
    """What is odd about it, at the given day."""
    as_written: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return self.canonical

    @property
    def base_kind(self) -> Kind:
        """The kind the prefix stands for: a sample plan number is still a plan number."""
        return _KINDS[self.prefix]


def tokyo_today() -> date:
    return datetime.now(ZoneInfo("Asia/Tokyo")).date()


def normalise(text: str) -> str:
    """Return the text as numbers are compared: plain capitals and digits, nothing in between.

    Not a check: "ＰＢ３－１７ ００２２" gives "PB3170022", "abc" gives "ABC". Total and linear.
    """
    return drop_gaps(to_plain(text)).strip()


def find_numbers(text: str, today: date | None = None) -> list[Number]:
    """Return every number in any text, in order, with where it stands. Never raises.

    ``today`` (Tokyo date if not given) decides which years lie in the future. One linear pass.
    """
    today = today or tokyo_today()
    return [
        replace(_decode(match, today), as_written=match_text, start=match.start(), end=match.end())
        for match in _matches(text, to_plain(text))
        for match_text in (text[match.start() : match.end()],)
    ]


def near_misses(text: str) -> list[NearMiss]:
    """Return what looks like a number and is not one, each with the reason. Never raises."""
    plain = to_plain(text)
    return misses_in(text, plain, [match.span() for match in _matches(text, plain)])


def parse(text: str, today: date | None = None) -> Number:
    """Return the one number the text consists of; raise NumberError when it is anything else.

    Spaces and brackets around it are allowed, further words are not. Codes: "empty", "too_long",
    "several", "extra_text", "not_a_number" and the codes of ``near_misses``.
    """
    if len(text) > _LONGEST:
        raise NumberError(*_ERRORS["too_long"])
    core = text.strip(_AROUND)
    if not core:
        raise NumberError(*_ERRORS["empty"])
    found = find_numbers(core, today)
    if len(found) == 1 and found[0].as_written == core:
        return replace(found[0], start=text.index(core), end=text.index(core) + len(core))
    if len(found) > 1:
        raise NumberError(*_ERRORS["several"])
    if found:
        raise NumberError(*_ERRORS["extra_text"])
    for miss in near_misses(core):
        raise NumberError(miss.code, miss.en, miss.ja)
    raise NumberError(*_ERRORS["not_a_number"])


_LONGEST = 200
_AROUND = " \t\r\n\u3000\u00a0\ufeff\u200b()（）[]［］「」【】,、，。.:："
_ERRORS = {
    code: (code, en, ja)
    for code, en, ja in (
        ("empty", "Type a number, such as PB3170022.", "番号を入力してください(例:PB3170022)。"),
        ("too_long", "This is too long for one number.", "1つの番号としては長すぎます。"),
        ("several", "Type one number only.", "番号は1つだけ入力してください。"),
        (
            "extra_text",
            "Type the number only, without other words.",
            "番号だけを入力してください。",
        ),
        (
            "not_a_number",
            "This is not a number we know. A plan number looks like PB3170022.",
            "番号として読めません。計画番号は「PB3170022」のような形です。",
        ),
    )
}


def _matches(text: str, plain: str) -> list[re.Match[str]]:
    """The matches of the pattern whose borders in the original text are borders indeed."""
    return [
        match
        for match in _NUMBER.finditer(plain)
        if not (match.start() and is_latin_or_digit(text[match.start() - 1]))
        and not (match.end() < len(text) and text[match.end()].isdecimal())
        and not _goes_on(plain, match)
    ]


def _goes_on(plain: str, match: re.Match[str]) -> bool:
    """Digits written apart ("PC3-150-0925") must end with the last digit group."""
    written = match["digits"] or match["jdigits"]
    return GAP in written and _MORE_DIGITS.match(plain, match.end()) is not None


def _decode(match: re.Match[str], today: date) -> Number:
    research = match["jrct"] is not None
    letters = drop_gaps(match["jrct"] or match["prefix"])
    prefix = f"jRCT{letters[-1].lower()}" if research else letters
    digits = drop_gaps(match["jdigits"] or match["digits"])
    bureau = digits[1] if research else digits[0]
    year, serial = 2000 + int(digits[-6:-4]), digits[-4:]
    return Number(
        canonical=prefix + digits,
        kind="sample" if bureau == "9" else _KINDS[prefix],
        prefix=prefix,
        asrm_class=_CLASSES.get(prefix),
        bureau=bureau,
        year=year,
        fiscal=research,
        serial=serial,
        track=_TRACKS.get(prefix, ""),
        special=_SPECIAL.get(prefix),
        notes=notes_for(prefix, bureau, year, serial, today),
    )
