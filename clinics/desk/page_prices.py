"""Prices as Japanese clinics write them: 万, ranges, tax before or behind, per dose or course.

An amount whose meaning is not certain (a cancellation fee, a storage fee) is left out: staff read
the page anyway, and a wrong price that is ticked already is worse than none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clinics.asrm.values import parse_number
from clinics.desk.suggestion import Suggestion

_DIGITS = r"\d{1,4}(?:,\d{3}){1,3}|\d{1,9}"
_MAN = r"\d{1,4}(?:,\d{3})?(?:\.\d{1,2})? ?万(?: ?(?:\d千|\d{1,2},\d{3}|\d{1,4}(?!\d)))?"
_AMOUNT = re.compile(
    rf"(?<![\d,.])(?:(?P<low>{_MAN}|{_DIGITS}|\d{{1,4}}(?:\.\d{{1,2}})?) ?円? ?[〜~-] ?)?"
    rf"(?:(?P<man>{_MAN}) ?円|(?P<yen>{_DIGITS}) ?円|[¥￥] ?(?P<sign>{_DIGITS}))"
)
_TAX_BEFORE = re.compile(r"(税込|税抜|税別)[みきけ)]{0,2} ?[::]? ?$")
_TAX_BEHIND = re.compile(r"^ ?[(（]? ?(消費税込|税込|税抜|税別|\+ ?税|\+ ?消費税)")
_BESIDE = re.compile(r"^ ?[(（] ?税[込抜別][みきけ]? ?\d")
_WHOLE = re.compile(
    r"(?:総額|コース|セット|クール|合計|\d{1,2} ?回(?:分|コース|セット)?)[^\d\n]{0,8}$"
)
_ONCE = re.compile(r"(?<!\d)1 ?回[^\d\n]{0,8}$")
_NOT_THE_TREATMENT = re.compile(
    r"(?:キャンセル|解約|保管|保存|初診|再診|診察|検査|カウンセリング|紹介|追加|更新|違約|採血)[^\n。]{0,14}$"
)


@dataclass(frozen=True)
class _Found:
    low: int
    high: int
    tax: str
    whole: bool
    start: int
    end: int


def read_prices(text: str) -> Iterator[Suggestion]:
    """Yield ``price-jpy_min``, ``price-jpy_max``, ``price-tax`` and ``price-basis`` of each price."""
    for price in _prices(text):
        words = text[price.start : price.end]
        place = (words, price.start, price.end)
        yield Suggestion("price-jpy_min", price.low, *place)
        yield Suggestion("price-jpy_max", price.high, *place)
        yield Suggestion("price-basis", "course" if price.whole else "dose", *place)
        if price.tax:
            yield Suggestion("price-tax", price.tax, *place)


def _prices(text: str) -> Iterator[_Found]:
    for match in _AMOUNT.finditer(text):
        before, behind = text[max(0, match.start() - 30) : match.start()], text[match.end() :][:16]
        before = before.rsplit("\n", 1)[-1]
        if _NOT_THE_TREATMENT.search(before):
            continue
        high = _yen(match["man"] or match["yen"] or match["sign"])
        low = _low(match, high)
        if not high or not low or low > high or high < 1_000:
            continue
        tax = _tax(before, behind)
        whole = bool(_WHOLE.search(before)) and not _ONCE.search(before)
        yield _Found(low, high, tax, whole, match.start(), match.end())


def _tax(before: str, behind: str) -> str:
    """The word that belongs to this amount: in front of it, or behind it and not of the next."""
    if found := _TAX_BEFORE.search(before):
        return "included" if found[1] == "税込" else "excluded"
    if _BESIDE.match(behind):
        # "1,000,000 yen (tax included 1,100,000 yen)": the word is the next amount's.
        return "excluded" if "込" in behind[:5] else "included"
    if found := _TAX_BEHIND.match(behind):
        return "included" if "込" in found[1] else "excluded"
    return ""


def _low(match: re.Match[str], high: int | None) -> int | None:
    if not match["low"]:
        return high
    low = match["low"]
    if "万" not in low and match["man"] and "," not in low:
        low += "万"
    return _yen(low)


def _yen(text: str | None) -> int | None:
    """Whole yen of "22万", "2万2,000", "15万5千", "1,100,000"."""
    if not text:
        return None
    text = text.replace(" ", "").replace(",", "")
    thousand = re.search(r"万(\d)千$", text)
    if thousand:
        text = text[: thousand.start()] + f"万{thousand[1]}000"
    return parse_number(text)
