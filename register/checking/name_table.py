"""Finds any of many thousand names in a long text, in one pass of plain Python."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clinics.asrm.spelling import is_latin_or_digit
from register.checking.name_variants import is_telling, variants
from register.checking.plain import Plain, squeeze

_HEAD = 4
# A Chinese sign in front usually begins a longer name ("新" + "東京クリニック"), except these.
_ENDS_A_WORD = frozenset("会社団院店区市県都府町村日月年前後先号、")


@dataclass(frozen=True, slots=True)
class Hit:
    """``text[start:end]`` is a name of these clinics (ids)."""

    start: int
    end: int
    clinics: tuple[int, ...]


class NameTable:
    """Names by their first four signs, then by length; built once, never changed."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        ids: dict[str, dict[int, None]] = defaultdict(dict)
        for name, clinic in names:
            for form in variants(name):
                ids[form][clinic] = None
        self.names: dict[str, tuple[int, ...]] = {form: tuple(got) for form, got in ids.items()}
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in self.names:
            if is_telling(form):
                lengths[form[:_HEAD]].add(len(form))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}

    def exactly(self, text: str) -> tuple[int, ...]:
        """Return the clinics whose name is the whole text, also in another order of its parts."""
        found: dict[int, None] = {}
        for form in (squeeze(text), *variants(text)):
            found |= dict.fromkeys(self.names.get(form, ()))
        return tuple(found)

    def holding(self, words: list[str], most: int) -> tuple[int, ...]:
        """Return at most ``most`` clinics whose name holds all these squeezed words."""
        found: dict[int, None] = {}
        for form, ids in self.names.items():
            if all(word in form for word in words):
                found |= dict.fromkeys(ids)
                if len(found) >= most:
                    break
        return tuple(found)[:most]

    def hits(self, text: Plain) -> Iterator[Hit]:
        """Yield the names in the text from left to right; of two that overlap the longer one."""
        at, squeezed = 0, text.text
        while at < len(squeezed) - _HEAD + 1:
            lengths = self._lengths.get(squeezed[at : at + _HEAD])
            length = self._length_at(text, at, lengths) if lengths else 0
            if length:
                ids = self.names[squeezed[at : at + length]]
                yield Hit(text.starts[at], text.ends[at + length - 1], ids)
            at += length or 1

    def _length_at(self, text: Plain, at: int, lengths: list[int]) -> int:
        for length in lengths:
            form = text.text[at : at + length]
            if len(form) == length and form in self.names and _stands_alone(text, at, length):
                return length
        return 0


def _stands_alone(text: Plain, at: int, length: int) -> bool:
    original, start, end = text.original, text.starts[at], text.ends[at + length - 1]
    if at and text.starts[at - 1] == start:  # half of one sign, such as ㌢
        return False
    first, before = original[start], original[start - 1 : start]
    last, behind = original[end - 1], original[end : end + 1]
    if behind and is_latin_or_digit(last) and is_latin_or_digit(behind):
        return False
    if not before:
        return True
    if is_latin_or_digit(first):
        return not is_latin_or_digit(before)
    if _is_chinese(first):
        return not _is_chinese(before) or before in _ENDS_A_WORD
    return not (_is_katakana(first) and _is_katakana(before))


def _is_chinese(char: str) -> bool:
    return "CJK UNIFIED" in unicodedata.name(char, "")


def _is_katakana(char: str) -> bool:
    return "KATAKANA" in unicodedata.name(char, "") and char != "・"
