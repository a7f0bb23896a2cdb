"""Read what a clinic's page says: number, price, doses, visits, languages, each with its words.

Suggestions for staff, never facts: what the page does not say is not suggested. Every pattern is
bounded, so that a long text takes a time that grows with its length only.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from clinics.asrm.numbers import find_numbers
from clinics.asrm.values import parse_number
from clinics.desk.page_prices import read_prices
from clinics.desk.suggestion import Suggestion

__all__ = ["LONGEST", "Suggestion", "marked", "read_page"]

LONGEST = 200_000
_COUNT = r"(?<![\d,.])\d{1,4}(?:,\d{3}){0,3}(?:\.\d{1,2})?"
_CELLS = re.compile(
    rf"(?:{_COUNT} ?億 ?(?:{_COUNT} ?万)?|{_COUNT} ?万)(?P<to> ?[〜~-] ?{_COUNT} ?[億万])? ?(?:個|cells?)"
)
# "Once a week" and "the second visit" are no number of visits.
_VISITS = re.compile(
    r"(?:通院|来院|受診)(?:回数)?[はが::]{0,2} ?(?:約|計|全)? ?(\d{1,2}) ?回(?!目)"
)
_DOSES = re.compile(r"(?:全|計|合計|投与回数[::]?) ?(\d{1,2}) ?回(?!目)")
_PERIOD = re.compile(
    r"(?:治療|培養|投与)?(?<!有効)(?<!保管)(?<!保証)(?<!保存)期間[^\n。]{0,10}?"
    r"(約? ?\d{1,2} ?(?:[〜~-] ?\d{1,2} ?)?(?:週間|か月|ヶ月|カ月))"
)
_LANGUAGES = {
    "en": re.compile(r"英語|English", re.IGNORECASE),
    "zh": re.compile(r"中国語|中文|Chinese", re.IGNORECASE),
    "ko": re.compile(r"韓国語|한국어|Korean", re.IGNORECASE),
    "vi": re.compile(r"ベトナム語|Vietnamese", re.IGNORECASE),
}
_BLANKS = re.compile(r"[ \t]+")


def _plain(text: str) -> str:
    """One spelling for digits, dashes and blanks; lines stay."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).replace("～", "~").replace("−", "-")
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.splitlines())


def read_page(text: str) -> list[Suggestion]:
    """Return suggestions in the order of the page; the first of a field is the one to take."""
    text = _plain(text)
    found = [suggestion for read in _READERS for suggestion in read(text)]
    return sorted(found, key=lambda suggestion: suggestion.start)


def marked(text: str, suggestions: list[Suggestion]) -> list[tuple[str, bool]]:
    """Return the text in parts, (words, whether a suggestion was read from them)."""
    text, parts, place = _plain(text), [], 0
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


def _counted(field: str, pattern: re.Pattern[str]) -> Callable[[str], Iterator[Suggestion]]:
    def read(text: str) -> Iterator[Suggestion]:
        for match in pattern.finditer(text):
            if 0 < int(match[1]) <= 60:
                yield Suggestion(field, int(match[1]), match.group(), match.start(), match.end())

    return read


def _cells(text: str) -> Iterator[Suggestion]:
    for match in _CELLS.finditer(text):
        # "1 to 200 million" is no one number.
        count = None if match["to"] else parse_number(match.group().removesuffix("cells"))
        if count and count >= 1_000_000:
            yield Suggestion(
                "price-cells_per_dose", count, match.group(), match.start(), match.end()
            )


def _durations(text: str) -> Iterator[Suggestion]:
    for match in _PERIOD.finditer(text):
        yield Suggestion("duration_ja", match[1].strip(), match.group(), match.start(), match.end())


def _languages(text: str) -> Iterator[Suggestion]:
    for code, pattern in _LANGUAGES.items():
        if match := pattern.search(text):
            yield Suggestion("languages", code, match.group(), match.start(), match.end())


_READERS = (
    _numbers,
    read_prices,
    _cells,
    _counted("visits", _VISITS),
    _counted("price-doses", _DOSES),
    _durations,
    _languages,
)
