"""The words a Japanese name is made of, each in English where a table or its kana say it."""

import re
from functools import lru_cache
from typing import NamedTuple

from clinics.kana import romanised
from clinics.name_words import KINDS, LOANS, OWN_NAMES, SILENT, SPECIALITIES
from clinics.place_names import places_in

SHORTEST_KANA = 3
"""Shorter words of kana may be the ending of a kanji or a part of a word."""

_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’.:+-]*")
_KIND_WORD = re.compile(r"clinic|hospital|cent(?:er|re)\b", re.IGNORECASE)
_KANA = re.compile(r"[ァ-ヴー]+|[ぁ-ゔー]+")
_AND = ("・", "&", "と", "、", "/", ",")


class Part(NamedTuple):
    """``kind``: own, place, speciality, kind, loan, branch, and, silent or unknown; ``text`` in
    English, "" where nobody can say it without guessing."""

    kind: str
    text: str


@lru_cache(maxsize=64)
def _words(prefecture: str) -> dict[str, Part]:
    words = {word: Part("loan", english) for word, english in LOANS.items()}
    words |= {word: Part("place", english) for word, english in places_in(prefecture).items()}
    words |= {word: Part("speciality", english) for word, english in SPECIALITIES.items()}
    words |= {word: Part("kind", english) for word, english in KINDS.items()}
    words |= {word: Part("own", english) for word, english in OWN_NAMES.items()}
    words |= {word: Part("silent", "-") for word in SILENT}
    words |= {word: Part("and", "and") for word in _AND}
    return words


@lru_cache(maxsize=64)
def _longest(prefecture: str) -> re.Pattern[str]:
    words = sorted(_words(prefecture), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@lru_cache(maxsize=64)
def _branch(prefecture: str) -> re.Pattern[str]:
    places = sorted(places_in(prefecture), key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, places)) or '(?!)'})(駅前)?院$")


@lru_cache(maxsize=8192)
def parts_of(name: str, prefecture: str) -> list[list[Part]]:
    """Return the parts of each word of a name (NFKC, words apart by a space)."""
    return [_parts(word, prefecture) for word in name.split()]


def _parts(word: str, prefecture: str) -> list[Part]:
    if word == "本院":
        return [Part("branch", "main")]
    tail: list[Part] = []
    if found := _branch(prefecture).search(word):
        place = places_in(prefecture)[found.group(1)]
        tail = [Part("branch", f"{place} Station" if found.group(2) else place)]
        word = word[: found.start()]
    parts: list[Part] = []
    while word:
        some, length = _next(word, prefecture)
        parts += some
        word = word[length:]
    return parts + tail


def _next(text: str, prefecture: str) -> tuple[list[Part], int]:
    """Return the next parts and how many signs they take."""
    words = _words(prefecture)
    known = _longest(prefecture).match(text)
    run = _KANA.match(text)
    if run and not (known and known.end() > run.end()):
        return _kana(run.group(0), prefecture), run.end()
    if known:
        return [words[known.group(0)]], known.end()
    if latin := _LATIN.match(text):
        kind = "kind" if _KIND_WORD.search(latin.group(0)) else "own"
        return [Part(kind, latin.group(0).rstrip(".-"))], latin.end()
    return [Part("unknown", "")], 1


def _kana(run: str, prefecture: str) -> list[Part]:
    """Split a run of kana into a name (perhaps none) and words that tables know."""
    words = _words(prefecture)
    for start in range(len(run) + 1):
        known = _known(run[start:], prefecture)
        if known is not None and (len(run) == 1 or not {"と", "の"} & set(known)):
            own = run[:start]
            name = [Part("own", romanised(own)) if start >= SHORTEST_KANA else Part("unknown", "")]
            return (name if own else []) + [words[word] for word in known]
    return [Part("unknown", "")]  # never reached: an empty rest is known


def _known(text: str, prefecture: str) -> list[str] | None:
    """Return the words of the tables that make up a text, or None where they do not."""
    if not text:
        return []
    for end in range(len(text), 0, -1):
        if text[:end] in _words(prefecture):
            rest = _known(text[end:], prefecture)
            if rest is not None:
                return [text[:end], *rest]
    return None
