"""The 47 prefectures, the regional health bureaus, and which bureau a number should name.

Source: prefecture groups of the patient portal of the Japanese Society for Regenerative Medicine
(https://saiseiiryo.jp/search/, agencyAll1 to agencyAll7), equal for all 47 prefectures to the
register letters A to G of https://saiseiiryo.mhlw.go.jp/published_plan/index/2.
Read in September 2026. Traps: Fukui is Kinki, Niigata and Nagano are Kanto-Shin'etsu, Mie is
Tokai-Hokuriku, all of Shikoku is one bureau with Chugoku.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinics.asrm.numbers import Number


@dataclass(frozen=True, slots=True)
class Bureau:
    digit: str
    """Second-to-third place of a plan number, "1" to "8"; also the code of the region facet."""
    en: str
    ja: str
    letter: str
    """Letter in the keys of the ministry's list, "" for the ministry itself."""


@dataclass(frozen=True, slots=True)
class Prefecture:
    iso: str
    """ISO 3166-2 code, "JP-01" to "JP-47"."""
    en: str
    ja: str
    kana: str
    """How it is read, without the 都 or 県."""
    bureau: str
    """Digit of its bureau, "1" to "7"."""


BUREAUS: dict[str, Bureau] = {
    bureau.digit: bureau
    for bureau in (
        Bureau("1", "Hokkaido", "北海道厚生局", "A"),
        Bureau("2", "Tohoku", "東北厚生局", "B"),
        Bureau("3", "Kanto-Shin'etsu", "関東信越厚生局", "C"),
        Bureau("4", "Tokai-Hokuriku", "東海北陸厚生局", "D"),
        Bureau("5", "Kinki", "近畿厚生局", "E"),
        Bureau("6", "Chugoku-Shikoku", "中国四国厚生局", "F"),
        Bureau("7", "Kyushu", "九州厚生局", "G"),
        Bureau("8", "Health ministry, headquarters", "厚生労働省(本省)", ""),
    )
}

HEADQUARTERS = "8"
SAMPLE = "9"

# In the order of ISO 3166-2, JP-01 first: English, Japanese, bureau digit.
_ROWS = """
Hokkaido 北海道 ほっかいどう 1, Aomori 青森県 あおもり 2, Iwate 岩手県 いわて 2, Miyagi 宮城県 みやぎ 2, Akita 秋田県 あきた 2,
Yamagata 山形県 やまがた 2, Fukushima 福島県 ふくしま 2, Ibaraki 茨城県 いばらき 3, Tochigi 栃木県 とちぎ 3, Gunma 群馬県 ぐんま 3,
Saitama 埼玉県 さいたま 3, Chiba 千葉県 ちば 3, Tokyo 東京都 とうきょう 3, Kanagawa 神奈川県 かながわ 3, Niigata 新潟県 にいがた 3,
Toyama 富山県 とやま 4, Ishikawa 石川県 いしかわ 4, Fukui 福井県 ふくい 5, Yamanashi 山梨県 やまなし 3, Nagano 長野県 ながの 3,
Gifu 岐阜県 ぎふ 4, Shizuoka 静岡県 しずおか 4, Aichi 愛知県 あいち 4, Mie 三重県 みえ 4, Shiga 滋賀県 しが 5,
Kyoto 京都府 きょうと 5, Osaka 大阪府 おおさか 5, Hyogo 兵庫県 ひょうご 5, Nara 奈良県 なら 5, Wakayama 和歌山県 わかやま 5,
Tottori 鳥取県 とっとり 6, Shimane 島根県 しまね 6, Okayama 岡山県 おかやま 6, Hiroshima 広島県 ひろしま 6,
Yamaguchi 山口県 やまぐち 6, Tokushima 徳島県 とくしま 6, Kagawa 香川県 かがわ 6, Ehime 愛媛県 えひめ 6, Kochi 高知県 こうち 6,
Fukuoka 福岡県 ふくおか 7, Saga 佐賀県 さが 7, Nagasaki 長崎県 ながさき 7, Kumamoto 熊本県 くまもと 7, Oita 大分県 おおいた 7,
Miyazaki 宮崎県 みやざき 7, Kagoshima 鹿児島県 かごしま 7, Okinawa 沖縄県 おきなわ 7
"""

PREFECTURES: dict[str, Prefecture] = {
    f"JP-{place:02d}": Prefecture(f"JP-{place:02d}", *row.split())
    for place, row in enumerate(_ROWS.split(","), start=1)
}

_BY_NAME = {prefecture.ja: prefecture.iso for prefecture in PREFECTURES.values()}
_BEFORE_ADDRESS = re.compile(r"^(?:日本国?)?[\s、,]*(?:〒?\s*\d{3}-?\d{4})?[\s、,]*")

_COMPARED = frozenset({"PB", "PC", "FC"})
"""Only these numbers name the bureau of the clinic's own address.

PA may be handled by the ministry, FA and FB belong to a cell lab which may be anywhere, NA is
issued by the ministry, NB follows the committee's seat, and a jRCT number is research.
"""


def region_of(iso: str) -> str:
    """Return the bureau digit ("1" to "7") of a prefecture, "" for an unknown code."""
    prefecture = PREFECTURES.get(iso)
    return prefecture.bureau if prefecture else ""


def prefectures_of(digit: str) -> tuple[Prefecture, ...]:
    """Return the prefectures of a bureau, north to south; empty for an unknown digit."""
    return tuple(p for p in PREFECTURES.values() if p.bureau == digit)


def bureau_of_letter(letter: str) -> Bureau | None:
    """Return the bureau behind the letter of a list key such as 02A2605004."""
    return next((b for b in BUREAUS.values() if letter and b.letter == letter.upper()), None)


def prefecture_of(text_ja: str) -> str | None:
    """Return the ISO code of the prefecture a Japanese address starts with, or None.

    A postal code in front is skipped. Nothing is concluded from a city name alone.
    """
    text = _BEFORE_ADDRESS.sub("", unicodedata.normalize("NFKC", text_ja[:200]))
    return next((_BY_NAME[text[:n]] for n in (3, 4) if text[:n] in _BY_NAME), None)


def bureau_agrees(number: Number, prefecture_iso: str) -> bool | None:
    """Tell whether the bureau digit fits the clinic's prefecture; None if they do not compare.

    False is a reason to look, not an error: a clinic may have moved, or the number may belong
    to another branch of the group.
    """
    region = region_of(prefecture_iso)
    if number.prefix not in _COMPARED or number.bureau == SAMPLE or not region:
        return None
    return number.bureau == region
