"""What a rule is: a pattern, why it matters, and the words around it that excuse it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Rule:
    """`before` is searched in the sentence up to the match, `after` matched behind it.

    All patterns run on the folded text and use only bounded repeats, so time stays linear.
    """

    why: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    japanese_only: bool = False
    """Not tried on a text without any Japanese character."""


def en(why: str, pattern: str, *, before: str = "", after: str = "") -> Rule:
    """A rule for English: a space in a pattern stands for one to three white spaces."""
    return Rule(why, english(pattern), *(english(p) if p else None for p in (before, after)))


def both(why: str, pattern: str, *, before: str = "", after: str = "") -> Rule:
    """A rule for signs that are the same in every language."""
    return Rule(why, _compiled(pattern), *(_compiled(p) if p else None for p in (before, after)))


def ja(why: str, pattern: str, *, before: str = "", after: str = "") -> Rule:
    """A rule for Japanese."""
    return replace(both(why, pattern, before=before, after=after), japanese_only=True)


_CLASS_OR_SPACE = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\.| (\??)(?![{*+])")


def english(pattern: str) -> re.Pattern[str]:
    """Compile; spaces outside of [] stretch, and " ?" is an optional space."""

    def wide(match: re.Match[str]) -> str:
        if match.group()[0] != " ":
            return match.group()
        return r"\s{0,3}" if match[1] else r"\s{1,3}"

    return _compiled(_CLASS_OR_SPACE.sub(wide, pattern))


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def either(words: str) -> str:
    """ "a b_c" → "(?:a|b c)": a list of words, the longest first."""
    parts = sorted({word.replace("_", " ") for word in words.split()}, key=len, reverse=True)
    return f"(?:{'|'.join(parts)})"
