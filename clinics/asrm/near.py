"""What looks like a number and is not one, and why. Never corrected, only explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from clinics.asrm.spelling import GAP, drop_gaps

_G = f"{GAP}{{0,3}}"
_DIGIT = "[0-9OILSB]"
# Two letters a number may start with (or one wrong second letter), then 5 to 12 digit-like signs.
_FILED = re.compile(
    rf"(?P<lead>[A-Z0-9]?)(?P<prefix>[PFN]{_G}[A-Z]){_G}(?P<digits>[0-9OIL](?:{_G}{_DIGIT}){{4,11}})"
)
_RESEARCH = re.compile(
    rf"(?P<lead>[A-Z0-9]?)(?P<prefix>JRCT{_G}[A-Z]?){_G}(?P<digits>[0-9OIL](?:{_G}{_DIGIT}){{4,13}})"
)
_PREFIXES = frozenset({"PA", "PB", "PC", "FA", "FB", "FC", "NA", "NB"})


@dataclass(frozen=True, slots=True)
class NearMiss:
    as_written: str
    start: int
    end: int
    code: str
    en: str
    ja: str


_WHY: dict[str, tuple[str, str]] = {
    "unknown_prefix": (
        "No number begins with these letters. Plans begin with PA, PB or PC.",
        "この頭文字の番号はありません。計画番号はPA・PB・PCで始まります。",
    ),
    "letter_for_digit": (
        "A letter stands where a digit should be, such as O for 0.",
        "数字の位置に文字(0の代わりのOなど)があります。",
    ),
    "digit_count": (
        "The number of digits is wrong. Plan numbers have 7, research numbers 9.",
        "桁数が違います。計画番号は7桁、研究の番号は9桁です。",
    ),
    "no_bureau": (
        "The digit for the bureau fits no bureau.",
        "厚生局を示す数字が、どの厚生局にも当てはまりません。",
    ),
    "other_trial": (
        "This is a clinical-trial number of another kind. It is not a plan under this law.",
        "別の種類の臨床研究の番号です。この法律の計画ではありません。",
    ),
    "glued": (
        "Other letters or digits touch it, so we cannot tell where the number begins or ends.",
        "前後に別の文字や数字が続き、番号の区切りが分かりません。",
    ),
}


def _why_filed(prefix: str, digits: str) -> str:
    if prefix not in _PREFIXES:
        return "unknown_prefix"
    if not digits.isdigit():
        return "letter_for_digit"
    if len(digits) != 7:
        return "digit_count"
    return "no_bureau" if digits[0] == "0" else "glued"


def _why_research(prefix: str, digits: str) -> str:
    if prefix not in {"JRCTA", "JRCTB", "JRCTC"}:
        return "other_trial"
    if not digits.isdigit():
        return "letter_for_digit"
    if len(digits) != 9:
        return "digit_count"
    return "glued" if re.match("0[1-8]", digits) else "no_bureau"


def misses_in(text: str, plain: str, taken: list[tuple[int, int]]) -> list[NearMiss]:
    """Return the near misses of ``text`` outside the spans taken by real numbers, in order.

    ``plain`` is ``spelling.to_plain(text)``. Linear in the length of the text.
    """
    # A real number is blanked by a sign that no pattern knows, so that nothing crosses it.
    pieces, done = [], 0
    for start, end in taken:
        pieces += [plain[done:start], "#" * (end - start)]
        done = end
    rest = "".join([*pieces, plain[done:]])
    found: list[NearMiss] = []
    rules: tuple[tuple[re.Pattern[str], Callable[[str, str], str]], ...] = (
        (_RESEARCH, _why_research),
        (_FILED, _why_filed),
    )
    for pattern, why in rules:
        for match in pattern.finditer(rest):
            digits = drop_gaps(match["digits"])
            prefix = drop_gaps(match["prefix"])
            if sum(map(str.isdigit, digits)) < 5 or (match["lead"] and prefix not in _PREFIXES):
                continue
            code = "glued" if match["lead"] else why(prefix, digits)
            span = match.start("prefix"), match.end()
            found.append(NearMiss(text[slice(*span)], *span, code, *_WHY[code]))
    return sorted(found, key=lambda miss: miss.start)
