"""One cell, one value. What cannot be read for certain refuses its row, with the column's name."""

import datetime
import re
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.asrm import bureaus, terms
from clinics.asrm.values import parse_date, parse_number
from clinics.imports.rows import SheetRow
from clinics.imports.running import Refused
from clinics.sheets import plain_header

HIGHEST_PRICE = 1_000_000_000
_LIST = re.compile(r"[;；、,，/／|｜\n]+")
_CLASS_WORDS = {
    "1": ("i", "第1種", "第一種", "第1種再生医療等", "第一種再生医療等"),
    "2": ("ii", "第2種", "第二種", "第2種再生医療等", "第二種再生医療等"),
    "3": ("iii", "第3種", "第三種", "第3種再生医療等", "第三種再生医療等"),
    "outside": ("法の対象外", "対象外"),
}


def needed(row: SheetRow, name: str) -> str:
    text = row.get(name)
    if not text:
        raise Refused(_("%(column)s is empty") % {"column": name})
    return text


def day(row: SheetRow, name: str) -> datetime.date | None:
    """Return a day of the past, None for a blank cell."""
    text = row.get(name)
    if not text:
        return None
    found = parse_date(text)
    if found is None:
        raise Refused(_not_read(name, text))
    if found > timezone.localdate():
        raise Refused(_("%(column)s: this day has not come yet") % {"column": name})
    return found


def number(row: SheetRow, name: str, *, most: int) -> int | None:
    """Return a whole number from 1 to ``most``, None for a blank cell."""
    text = row.get(name)
    if not text:
        return None
    found = parse_number(text)
    if found is None:
        raise Refused(_not_read(name, text))
    if not 0 < found <= most:
        raise Refused(
            _("%(column)s: must lie between 1 and %(most)d") % {"column": name, "most": most}
        )
    return found


def choice(row: SheetRow, name: str, words: dict[str, str]) -> str:
    """Return the code of a word, "" for a blank cell. ``words``: plain word → code."""
    text = row.get(name)
    return _code(name, text, words) if text else ""


def choices(row: SheetRow, name: str, words: dict[str, str]) -> list[str]:
    """Return the codes of a list of words, divided by comma, semicolon, slash or a new line."""
    parts = [part.strip() for part in _LIST.split(row.get(name)) if part.strip()]
    return list(dict.fromkeys(_code(name, part, words) for part in parts))


def _code(name: str, text: str, words: dict[str, str]) -> str:
    found = words.get(plain_header(text))
    if found is None:
        raise Refused(_not_read(name, text))
    return found


def _not_read(name: str, text: str) -> str:
    return _("%(column)s: “%(text)s” cannot be read") % {"column": name, "text": text[:40]}


@lru_cache(maxsize=16)
def words_of(group: str) -> dict[str, str]:
    """Return plain word → code of a vocabulary: codes, and labels in both languages."""
    found: dict[str, str] = {}
    for term in terms.terms(group):
        for word in (term.code, term.en, term.ja):
            found.setdefault(plain_header(word), term.code)
    if group == "class":
        for code, words in _CLASS_WORDS.items():
            found |= {plain_header(word): code for word in words}
    return found


@lru_cache(maxsize=1)
def prefecture_words() -> dict[str, str]:
    """Return plain word → ISO code: JP-13, Tokyo, 東京都, 東京."""
    found = {}
    for iso, prefecture in bureaus.PREFECTURES.items():
        short = prefecture.ja if prefecture.ja == "北海道" else prefecture.ja[:-1]
        for word in (iso, prefecture.en, prefecture.ja, short):
            found[plain_header(word)] = iso
    return found
