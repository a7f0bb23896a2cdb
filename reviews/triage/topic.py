"""Is the text about the clinic at all? The one flag that needs the text as a whole."""

from __future__ import annotations

import re

from reviews.triage.rule import english
from reviews.triage.topic_words import ELSEWHERE, OF_A_CLINIC, OF_A_VISIT, SPAM

Hit = tuple[int, int, str]

_WORD = re.compile(r"[^\W\d_]{2,}")
_JAPANESE = re.compile(r"[ぁ-ヿ一-鿿]")
_REPEATED = re.compile(r"([^\W\d_])\1{7,}")
_KEYS = english(
    r"\b(?:asdf\w{0,9}|qwert\w{0,9}|hjkl\w{0,9}|lorem ipsum|(?:test ){1,5}test|bla ?bla\w{0,9}|xxx+|aaa+|foo bar|テスト投稿|てすと)\b"
)
_LETTERS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)
_ENOUGH_WORDS, _ENOUGH_KANA = 12, 36
"""A shorter text that names nothing is only short ("Very good", "良かったです")."""


def off_topic(text: str, *, flagged: bool) -> list[Hit]:
    """Return the words that speak of something else, in a text without a word of a clinic.

    Spam and keyboard noise count always. A longer text without any word of a clinic, of
    service or of price is marked as a whole, unless another flag explains what it is about.
    """
    found = [(m.start(), m.end(), "spam") for m in SPAM.finditer(text)]
    for noise in (_REPEATED, _KEYS, _LETTERS):
        found += [(m.start(), m.end(), "no words") for m in noise.finditer(text)]
    if found or OF_A_CLINIC.search(text):
        return found
    found = [(m.start(), m.end(), "about something else") for m in ELSEWHERE.finditer(text)]
    if not found and not flagged and _is_long(text) and not OF_A_VISIT.search(text):
        found = [(0, len(text), "no word about a clinic")]
    return found


def _is_long(text: str) -> bool:
    japanese = len(_JAPANESE.findall(text))
    return japanese >= _ENOUGH_KANA or len(_WORD.findall(text)) - japanese >= _ENOUGH_WORDS
