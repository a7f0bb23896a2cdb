"""The pasted text cut at what was found in it, each piece with the notes that explain it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

MOST_MARKS = 400


@dataclass(frozen=True, slots=True)
class Spot:
    """``text[start:end]`` is explained under ``key``; equal keys share one note."""

    start: int
    end: int
    key: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """``notes`` are the numbers of the notes whose stretch ends with this piece."""

    text: str
    is_marked: bool
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """``pieces`` joined are the text; ``notes`` gives each key its number, by first place."""

    pieces: list[Piece]
    notes: dict[tuple[str, str], int]
    is_cut: bool
    """More was found than is marked."""


def marked(text: str, spots: Iterable[Spot]) -> Marked:
    """Cut the text at all spots, which may overlap. Linear but for the sorting."""
    found = sorted(spots, key=lambda spot: (spot.start, spot.end))
    chosen = found[:MOST_MARKS]
    notes: dict[tuple[str, str], int] = {}
    for spot in found:
        notes.setdefault(spot.key, len(notes) + 1)
    begins: dict[int, int] = {}
    ends: dict[int, list[int]] = {}
    for spot in chosen:
        begins[spot.start] = begins.get(spot.start, 0) + 1
        ends.setdefault(spot.end, []).append(notes[spot.key])
    cuts = sorted({0, len(text), *begins, *ends})
    pieces, depth = [], 0
    for start, end in pairwise(cuts):
        depth += begins.get(start, 0) - len(ends.get(start, ()))
        closing = tuple(dict.fromkeys(ends.get(end, ())))
        pieces.append(Piece(text[start:end], depth > 0, closing))
    return Marked(pieces, notes, len(found) > MOST_MARKS)
