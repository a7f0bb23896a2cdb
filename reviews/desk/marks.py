"""A review's words with those marked that a moderator should look at. For the human, no verdict."""

from dataclasses import dataclass
from itertools import pairwise

from reviews.triage import Flag, find_flags
from reviews.triage.labels import LABELS


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; ``why`` names the flags it belongs to ("" = none)."""

    words: str
    why: str = ""


@dataclass(frozen=True)
class Marked:
    """``pieces`` joined are the text; ``flags`` is [(label, [words that led to it])]."""

    pieces: list[Piece]
    flags: list[tuple[str, list[str]]]


def marked(text: str) -> Marked:
    """Return the text in pieces and what was found in it, most pressing first."""
    found = find_flags(text)
    order = list(LABELS)
    found = sorted(found, key=lambda flag: order.index(flag.code))
    listed = [
        (str(LABELS[flag.code]), list(dict.fromkeys(span.words for span in flag.spans)))
        for flag in found
    ]
    return Marked(_pieces(text, found), listed)


def _pieces(text: str, flags: list[Flag]) -> list[Piece]:
    """Cut the text wherever a mark begins or ends; overlapping marks share their piece."""
    edges = {0, len(text)}
    for flag in flags:
        for span in flag.spans:
            edges |= {span.start, span.end}
    cuts = sorted(edges)
    return [
        Piece(text[start:end], _why(flags, start, end))
        for start, end in pairwise(cuts)
        if start < end
    ]


def _why(flags: list[Flag], start: int, end: int) -> str:
    labels = [
        str(LABELS[flag.code])
        for flag in flags
        if any(span.start <= start and end <= span.end for span in flag.spans)
    ]
    return ", ".join(labels)
