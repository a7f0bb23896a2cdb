"""The number plate: a number cut into labelled pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinics.asrm.bureaus import BUREAUS, SAMPLE

if TYPE_CHECKING:
    from clinics.asrm.numbers import Number


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    label_en: str
    label_ja: str


_HEADS = {
    "PA": ("Plan · Class I", "計画・第一種"),
    "PB": ("Plan · Class II", "計画・第二種"),
    "PC": ("Plan · Class III", "計画・第三種"),
    "FA": ("Cell lab · licensed", "細胞培養加工施設・許可"),
    "FB": ("Cell lab · abroad", "細胞培養加工施設・外国(認定)"),
    "FC": ("Cell lab · notified", "細胞培養加工施設・届出"),
    "NA": ("Committee · special", "特定認定再生医療等委員会"),
    "NB": ("Committee", "認定再生医療等委員会"),
    "jRCTa": ("Research plan · Class I", "研究計画・第一種"),
    "jRCTb": ("Research plan · Class II", "研究計画・第二種"),
    "jRCTc": ("Research plan · Class III", "研究計画・第三種"),
}


def format_plate(number: Number) -> tuple[Segment, ...]:
    """Return the pieces of a number in order; their texts joined are the canonical number."""
    digits = number.canonical[len(number.prefix) :]
    year = digits[-6:-4]
    head = Segment(number.prefix, *_HEADS[number.prefix])
    if number.bureau == SAMPLE:
        bureau = ("Sample: no bureau", "見本(発行元なし)")
    else:
        bureau = (BUREAUS[number.bureau].en, BUREAUS[number.bureau].ja)
    serial = Segment(number.serial, "Serial number", "通し番号")
    if number.fiscal:
        return (
            head,
            Segment(digits[:2], *bureau),
            Segment(digits[2], "Meaning not published", "意味は公表されていません"),
            Segment(year, f"Fiscal year {number.year}", f"{number.year}年度"),
            serial,
        )
    return (
        head,
        Segment(digits[0], *bureau),
        Segment(year, f"{number.year} (year in number)", f"{number.year}年(番号の年)"),
        serial,
    )
