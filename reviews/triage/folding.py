"""One spelling for the rules, with every character mapped back to the text as it was written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_VOICING = "\uff9e\uff9f\u3099\u309a"
_AS = {
    **dict.fromkeys("\u2018\u2019\u201b\u0060\u00b4\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\u30fb", "-"),
    "\u30fb": "・", "\u3002": "。", "\uff61": "。", "\t": " ", "\r": " ",
    # Letters of other scripts that look like Latin ones hide words and addresses.
    **dict(zip("аеорсухіАВЕКМНОРСТХ", "aeopcyxiABEKMHOPCTX", strict=True)),
}  # fmt: skip
_HIDDEN = {"Cf", "Cs"}


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` for the rules; character i of it comes from `starts[i]`..`ends[i]` of the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where `text[start:end]` stands in the original; `start < end`."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold widths, dashes, quotes and look-alikes; keep case; never raises.

    Invisible characters go, and so do spaces between two Japanese characters ("治 っ た").
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and text[end] in _VOICING and end - at < 2:
            end += 1
        for char in _one(text[at:end]):
            chars.append(char)
            starts.append(at)
            ends.append(end)
        at = end
    kept = [i for i in range(len(chars)) if not _is_gap(chars, i)]
    return Folded(
        "".join(chars[i] for i in kept),
        tuple(starts[i] for i in kept),
        tuple(ends[i] for i in kept),
    )


def _one(cluster: str) -> str:
    if cluster in _AS:
        return _AS[cluster]
    if len(cluster) == 1 and cluster.isascii():
        return cluster if cluster.isprintable() or cluster == "\n" else " "
    if unicodedata.category(cluster[0]) in _HIDDEN:
        return "" if unicodedata.category(cluster[0]) == "Cf" else " "
    folded = unicodedata.normalize("NFKC", cluster)
    return "".join(_AS.get(char, char) for char in folded) if len(folded) <= 8 else cluster


def _is_gap(chars: list[str], at: int) -> bool:
    if chars[at] != " " or not 0 < at < len(chars) - 1:
        return False
    return is_japanese(chars[at - 1]) and is_japanese(chars[at + 1])


def is_japanese(char: str) -> bool:
    """Kana, kanji and the long vowel mark."""
    return "\u3041" <= char <= "\u30ff" or "\u4e00" <= char <= "\u9fff" or char in "々〇"
