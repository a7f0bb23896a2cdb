"""What is odd about a decoded number, in plain words.

Sources: the law began on 2014-11-25 (Act 85/2013); Class II and III plans are filed with the
regional bureau, https://office-hmw.jp/saisei_cat/; all 14 special committees found are numbered
NA8, https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000150542_00003.html; no published example
of PA, FA or FB was found in September 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 2014


@dataclass(frozen=True, slots=True)
class Note:
    code: str
    en: str
    ja: str


SAMPLE_NUMBER = Note(
    "sample_number",
    "Sample number, issued by no bureau.",
    "見本の番号です。どの厚生局も発行していません。",
)
YEAR_BEFORE_LAW = Note(
    "year_before_law",
    "The year in the number is before 2014. The law began in November 2014.",
    "番号の年が2014年より前です。この法律は2014年11月に始まりました。",
)
YEAR_IN_FUTURE = Note(
    "year_in_future",
    "The year in the number has not come yet.",
    "番号の年がまだ来ていません。",
)
SERIAL_ZERO = Note(
    "serial_zero",
    "The last four digits are 0000. Numbers seem to start at 0001.",
    "下4桁が0000です。通し番号は0001から始まるようです。",
)
PLAN_AT_MINISTRY = Note(
    "plan_at_ministry",
    "The number names the ministry. Class II and III plans are filed with a regional bureau.",
    "番号は本省を示しています。第二種・第三種の計画は地方厚生局に提出されます。",
)
COMMITTEE_AT_MINISTRY = Note(
    "committee_at_ministry",
    "The number names the ministry. Committees of this kind belong to a regional bureau.",
    "番号は本省を示しています。この種の委員会は地方厚生局の管轄です。",
)
SPECIAL_COMMITTEE_AT_BUREAU = Note(
    "special_committee_at_bureau",
    "The number names a regional bureau. All special committees we know are numbered NA8.",
    "番号は地方厚生局を示しています。確認できた特定委員会の番号はすべてNA8です。",
)
PREFIX_UNSEEN = Note(
    "prefix_unseen",
    "We have found no published number with these first letters. Our reading is an inference.",
    "この頭文字の番号の公表例は見つかっていません。読み方は推定です。",
)


def notes_for(prefix: str, bureau: str, year: int, serial: str, today: date) -> tuple[Note, ...]:
    """Return what is odd, most telling first. ``year`` has four digits, fiscal for jRCT."""
    if bureau == "9":
        return (SAMPLE_NUMBER,)
    fiscal = prefix.startswith("jRCT") and today.month < 4
    checks = (
        (year < FIRST_YEAR, YEAR_BEFORE_LAW),
        (year > today.year - fiscal, YEAR_IN_FUTURE),
        (serial == "0000", SERIAL_ZERO),
        (bureau == "8" and prefix in {"PB", "PC"}, PLAN_AT_MINISTRY),
        (bureau == "8" and prefix == "NB", COMMITTEE_AT_MINISTRY),
        (bureau != "8" and prefix == "NA", SPECIAL_COMMITTEE_AT_BUREAU),
        (prefix in {"PA", "FA", "FB"}, PREFIX_UNSEEN),
    )
    return tuple(note for odd, note in checks if odd)
