"""A review's words with those marked that a moderator should look at. For the human, no verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import Promise

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


def marked(
    text: str,
    found: list[Flag] | None = None,
    labels: Mapping[str, str | Promise] = LABELS,
) -> Marked:
    """Return the text in pieces and what was found in it, in the order of `labels`.

    Without `found` the flags of a review.
    """
    order = list(labels)
    flags = find_flags(text) if found is None else found
    flags = sorted(flags, key=lambda flag: order.index(flag.code))
    listed = [
        (str(labels[flag.code]), list(dict.fromkeys(span.words for span in flag.spans)))
        for flag in flags
    ]
    return Marked(_pieces(text, flags, labels), listed)


def _pieces(text: str, flags: list[Flag], labels: Mapping[str, str | Promise]) -> list[Piece]:
    """Cut the text wherever a mark begins or ends; overlapping marks share their piece."""
    edges = {0, len(text)}
    for flag in flags:
        for span in flag.spans:
            edges |= {span.start, span.end}
    cuts = sorted(edges)
    return [
        Piece(text[start:end], _why(flags, labels, start, end))
        for start, end in pairwise(cuts)
        if start < end
    ]


def _why(flags: list[Flag], labels: Mapping[str, str | Promise], start: int, end: int) -> str:
    found = [
        str(labels[flag.code])
        for flag in flags
        if any(span.start <= start and end <= span.end for span in flag.spans)
    ]
    return ", ".join(found)
