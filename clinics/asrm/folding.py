"""One spelling for search: what is typed and what is stored are folded the same way."""

from __future__ import annotations

import re
import unicodedata

# Kana voicing marks carry meaning (か, が); accents and macrons do not help a search (Kyōto).
_VOICING = "\u3099\u309a"
_DASH = re.compile(
    "[-\u00ad\u02d7\u2010-\u2015\u2043\u2212\u30a0\u30fc\ufe58\ufe63\uff0d\uff70\u301c~]+"
)
_KATAKANA = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
_LONG = "ー"
_AFTER_KANA = re.compile(f"(?<=[\u3041-\u3096])[{_LONG}]+")


def fold(text: str) -> str:
    """Return the text for comparing: compatibility forms, case, accents and kana made one.

    Katakana becomes hiragana; dashes and white space become one space, except that a dash
    behind kana is the long vowel mark. Total: any string folds, also with lone surrogates or
    NUL (they become spaces), and ``fold(fold(x)) == fold(x)``.
    """
    for _ in range(4):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def _fold_once(text: str) -> str:
    # Joining accents after casefold would split "İ"; decompose, drop marks, compose again.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = [_keep(char) for char in apart]
    text = unicodedata.normalize("NFC", "".join(kept)).translate(_KATAKANA)
    text = _DASH.sub(_LONG, text)
    text = _AFTER_KANA.sub("\0", text).replace(_LONG, " ").replace("\0", _LONG)
    return " ".join(text.split())


def _keep(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() else " "
    category = unicodedata.category(char)
    if category == "Mn" and char not in _VOICING:
        return ""
    return " " if category[0] in "CZ" else char
