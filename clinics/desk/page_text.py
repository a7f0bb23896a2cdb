"""Read what a clinic's page says: number, price, doses, visits, languages, each with its words.

Suggestions for staff, never facts: what the page does not say is not suggested.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from clinics.asrm.numbers import find_numbers
from clinics.asrm.values import parse_number

LONGEST = 200_000
_AMOUNT = r"[\d０-９,，.]+\s*(?:億\s*)?(?:[\d０-９,，.]+\s*)?万?\s*円"
_PRICE = re.compile(
    rf"(?:(?:\d{{1,2}}\s*回)?\s*(?:コース|セット)[^\d\n]{{0,4}})?(?P<low>{_AMOUNT})(?:\s*[〜～~\-－]\s*(?P<high>{_AMOUNT}))?"
    r"(?P<tax>[^\n。]{0,8}?(?:税込|税抜|税別|消費税込))?"
)
_CELLS = re.compile(r"(?:[\d０-９.]+\s*億\s*)?(?:[\d０-９,，.]+\s*万)?\s*(?:個|セル|cells)")
_VISITS = re.compile(r"(?:通院|来院|受診)(?:回数)?[^\d０-９\n]{0,6}(\d{1,2})\s*回")
_DOSES = re.compile(r"(?:全|計|合計|投与回数[::]?\s*)\s*(\d{1,2})\s*回(?:投与|コース)?")
_WEEKS = re.compile(
    r"(?:期間|培養)[^\n。]{0,12}?(約?\s*\d{1,2}\s*[〜～~\-]?\s*\d{0,2}\s*(?:週間|か月|ヶ月|カ月))"
)
_LANGUAGES = {
    "en": re.compile(r"英語|English", re.IGNORECASE),
    "zh": re.compile(r"中国語|中文|Chinese", re.IGNORECASE),
    "ko": re.compile(r"韓国語|한국어|Korean", re.IGNORECASE),
    "vi": re.compile(r"ベトナム語|Vietnamese", re.IGNORECASE),
}


@dataclass(frozen=True)
class Suggestion:
    """``field`` of the check page, its ``value`` there, and the ``words`` of the page."""

    field: str
    value: Any
    words: str
    start: int
    end: int


def read_page(text: str) -> list[Suggestion]:
    """Return suggestions in the order of the page; the first of a field is the one to take."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    found = [suggestion for read in _READERS for suggestion in read(text)]
    return sorted(found, key=lambda suggestion: suggestion.start)


def marked(text: str, suggestions: list[Suggestion]) -> list[tuple[str, bool]]:
    """Return the text in parts, (words, whether a suggestion was read from them)."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    parts, place = [], 0
    for suggestion in suggestions:
        if suggestion.start < place:
            continue
        parts += [(text[place : suggestion.start], False)]
        parts += [(text[suggestion.start : suggestion.end], True)]
        place = suggestion.end
    return [part for part in [*parts, (text[place:], False)] if part[0]]


def _numbers(text: str) -> Iterator[Suggestion]:
    for number in find_numbers(text):
        if number.kind in {"plan", "sample"}:
            place = text.find(number.as_written)
            end = place + len(number.as_written)
            yield Suggestion("number", number.canonical, number.as_written, place, end)


def _prices(text: str) -> Iterator[Suggestion]:
    for match in _PRICE.finditer(text):
        low = parse_number(match["low"])
        high = parse_number(match["high"]) if match["high"] else low
        if not low or not high or high < low:
            continue
        span = (match.group().strip(), match.start(), match.end())
        yield Suggestion("price-jpy_min", low, *span)
        yield Suggestion("price-jpy_max", high, *span)
        if match["tax"]:
            included = "込" in match["tax"]
            yield Suggestion("price-tax", "included" if included else "excluded", *span)


def _counted(field: str, pattern: re.Pattern[str]) -> Callable[[str], Iterator[Suggestion]]:
    def read(text: str) -> Iterator[Suggestion]:
        for match in pattern.finditer(text):
            if 0 < int(match[1]) <= 60:
                yield Suggestion(field, int(match[1]), match.group(), match.start(), match.end())

    return read


def _cells(text: str) -> Iterator[Suggestion]:
    for match in _CELLS.finditer(text):
        count = parse_number(match.group().replace("セル", ""))
        if count and count >= 1_000_000:
            yield Suggestion(
                "price-cells_per_dose", count, match.group(), match.start(), match.end()
            )


def _durations(text: str) -> Iterator[Suggestion]:
    for match in _WEEKS.finditer(text):
        yield Suggestion("duration_ja", match[1].strip(), match.group(), match.start(), match.end())


def _languages(text: str) -> Iterator[Suggestion]:
    for code, pattern in _LANGUAGES.items():
        if match := pattern.search(text):
            yield Suggestion("languages", code, match.group(), match.start(), match.end())


_READERS = (
    _numbers,
    _prices,
    _cells,
    _counted("visits", _VISITS),
    _counted("price-doses", _DOSES),
    _durations,
    _languages,
)
