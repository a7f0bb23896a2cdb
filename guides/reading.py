"""How hard a text is. An alarm that ranks pages for work, not a bar: people judge, not sums."""

import re
from collections.abc import Iterable

GRADE_ALARM, LENGTH_ALARM = 8.0, 45.0
VOWELS = re.compile(r"[aeiouy]+")
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")


def _syllables(word: str) -> int:
    groups = len(VOWELS.findall(word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def grade(sentences: Iterable[str]) -> float:
    """Return the Flesch-Kincaid school grade of English sentences (Kincaid et al., 1975)."""
    found = [words for words in (WORD.findall(s) for s in sentences) if len(words) > 1]
    words = [word for sentence in found for word in sentence]
    if not words:
        return 0.0
    per_sentence = len(words) / len(found)
    per_word = sum(map(_syllables, words)) / len(words)
    return round(0.39 * per_sentence + 11.8 * per_word - 15.59, 1)


def mean_length(sentences: Iterable[str]) -> float:
    """Return the mean number of characters of Japanese sentences."""
    lengths = [len(s) for s in sentences if s]
    return round(sum(lengths) / len(lengths), 1) if lengths else 0.0
