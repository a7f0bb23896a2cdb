"""A text and names in one spelling, with the place of every sign kept."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from clinics.asrm.folding import fold

# What must be folded together: kana with its voicing mark and its long vowel, letters with accents.
_PIECE = re.compile(
    "[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d][\u3099\u309a\uff9e\uff9f]?[-\u2010-\u2015\u2212\u30fc\uff0d\uff70]*"
    "|.[\u0300-\u036f]*",
    re.DOTALL,
)


@lru_cache(maxsize=16_384)
def _squeezed(piece: str) -> str:
    return "".join(char for char in fold(piece) if unicodedata.category(char)[0] in "LNM")


def squeeze(text: str) -> str:
    """Return letters and digits only: one width, case and kana, no accents, spaces or signs."""
    return "".join(_squeezed(piece) for piece in _PIECE.findall(text))


@dataclass(frozen=True, slots=True)
class Plain:
    """``text`` is squeezed; its sign ``i`` comes from ``original[starts[i]:ends[i]]``."""

    original: str
    text: str
    starts: list[int]
    ends: list[int]


def plain(text: str) -> Plain:
    """Return the squeezed text with places. Linear in the length of the text."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _PIECE.finditer(text):
        part = _squeezed(match.group())
        if part:
            parts.append(part)
            starts += [match.start()] * len(part)
            ends += [match.end()] * len(part)
    return Plain(text, "".join(parts), starts, ends)
