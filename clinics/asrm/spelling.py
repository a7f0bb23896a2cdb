"""How people write numbers: full-width, dashed, spaced, lower case (one character for one).

Only full-width forms and plain Latin letters and digits are read. Circled or raised digits and
digits of other scripts are not, so "①PC3150092" and a footnote mark behind a number stay apart.
"""

from __future__ import annotations

import unicodedata

GAP = "-"
"""What every hyphen, dash, dot, invisible joiner and space (but no line break) becomes."""

_DASHES = "-\u00ad\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u30a0\u30fc\ufe58\ufe63"
_MORE_DASHES = "\uff0d\uff70\u2500\u2501\u207b\u208b"
_DOTS = ".\uff0e\u00b7\u30fb\uff65\u2024\u2027"
_SPACES = " \t\u00a0\u1680\u180e\u202f\u205f\u3000\u3164" + "".join(map(chr, range(0x2000, 0x200B)))
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LOWER = {ord(c): c.upper() for c in "abcdefghijklmnopqrstuvwxyz"}
_WIDE = {code: chr(code - 0xFEE0).upper() for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))
         if chr(code - 0xFEE0).isalnum()}  # fmt: skip
_TABLE = {
    **_LOWER,
    **_WIDE,
    **dict.fromkeys(map(ord, _DASHES + _MORE_DASHES + _DOTS + _SPACES + _INVISIBLE), GAP),
}


def to_plain(text: str) -> str:
    """Return a text of the same length in which only A-Z, 0-9 and ``GAP`` write a number.

    Same length means that a position found in it is the position in the text. Total and linear.
    """
    return text.translate(_TABLE)


def drop_gaps(plain: str) -> str:
    return plain.replace(GAP, "")


def is_latin_or_digit(char: str) -> bool:
    """True for a character that would make a neighbouring number part of a longer word."""
    if char.isascii():
        return char.isalnum()
    return char.isdecimal() or (char.isalpha() and "LATIN" in unicodedata.name(char, ""))
