"""The class rules as dated data. ``classes`` applies them.

Rebuilt, because the articles themselves could not be read (Act art. 2(5)-(7), Ministerial Order
110/2014 art. 2-3, https://www.mhlw.go.jp/web/t_doc?dataId=80ab4256), from the sources named at
each rule and from what really stands in each class of the ministry's list in September 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LAW_BEGINS = date(2014, 11, 25)
AMENDMENT = date(2025, 5, 31)
"""Act 51 of 2024, https://waarm.or.jp/6749."""


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    classes: frozenset[str]
    en: str
    ja: str
    source: str
    sure: bool = True
    """False where the rule is inferred or was read in one secondary source only."""
    valid_from: date = LAW_BEGINS
    valid_until: date | None = None
    """First day on which the rule no longer holds; None while it holds."""

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


_FLOW = "https://rm-promot.com/topics/grid-topics22.html"
_DONOR = "http://www.mhlw.go.jp/stf/houdou/0000152281.html"
_FLUID = "https://www.mhlw.go.jp/content/001281987.pdf"
_USE = "https://hiro-clinic.or.jp/saisei/question"
_LIST = "https://saiseiiryo.mhlw.go.jp/published_plan/index/2"
_LIST_3 = "https://saiseiiryo.mhlw.go.jp/published_plan/index/3"


def _rule(code: str, classes: str, en: str, ja: str, source: str, **more: object) -> Rule:
    return Rule(code, frozenset(classes.split()), en, ja, source, **more)  # type: ignore[arg-type]


_ALL = (
    _rule("before_law", "outside", "The law began on 25 November 2014.",
          "この法律は2014年11月25日に始まりました。", _FLOW,
          valid_from=date.min, valid_until=LAW_BEGINS),
    _rule("no_cells", "outside", "No cells are given, so no plan is filed and no number exists.",
          "細胞を投与しないため、計画の届出も番号もありません。", _FLUID),
    _rule("contradiction", "1 2 3 outside", "“No cells” and a cell product contradict each other.",
          "「細胞を含まない」と細胞の製品名が矛盾しています。", _FLUID, sure=False),
    _rule("ips_es", "1", "iPS and embryonic stem cells are Class I.",
          "iPS細胞・ES細胞は第一種です。", _FLOW),
    _rule("animal", "1", "Animal cells are Class I.", "動物の細胞は第一種です。", _FLOW),
    _rule("gene_modified", "1", "Cells with changed genes are Class I.",
          "遺伝子を導入・改変した細胞は第一種です。", _FLOW),
    _rule("genes_without_cells", "outside",
          "Gene treatment without cells was outside this law until 30 May 2025.",
          "細胞を用いない遺伝子治療は2025年5月30日まで法の対象外でした。",
          "https://waarm.or.jp/6749", valid_until=AMENDMENT),
    _rule("nucleic_acids", "1 2 3",
          "Gene treatment without cells is inside this law since 31 May 2025.",
          "細胞を用いない遺伝子治療は2025年5月31日から法の対象です。",
          "https://waarm.or.jp/6749", sure=False, valid_from=AMENDMENT),
    _rule("donor", "1", "Another person's cells are Class I, whatever the tissue.",
          "他人の細胞は、組織にかかわらず第一種です。", _DONOR),
    _rule("origin_not_stated", "1", "Whose cells they are is not stated. Donor cells are Class I.",
          "誰の細胞か記載がありません。他家細胞なら第一種です。", _DONOR, sure=False),
    _rule("stem_cultured", "2", "Your own stem cells, grown in a lab, are Class II.",
          "自己の幹細胞を培養する場合は第二種です。", _FLOW),
    _rule("stem_other_use", "2",
          "Stem cells, not grown, for another job than they had in the body, are Class II.",
          "培養しない幹細胞で相同利用でないものは第二種です。", _USE),
    _rule("stem_same_use", "3",
          "Stem cells, not grown, for the same job as before, are Class III.",
          "培養しない幹細胞の相同利用は第三種です。", _USE),
    _rule("cells_grown_to_rebuild", "2", "Cells grown to rebuild a part of the body are Class II.",
          "身体の再建・修復のために培養した細胞は第二種です。", _FLOW),
    _rule("cells_grown_for_disease", "3",
          "Immune cells grown to act on a disease in their usual way are Class III.",
          "疾病の治療・予防のために培養した免疫細胞(相同利用)は第三種です。", _LIST_3),
    _rule("grown_other_use", "2 3",
          "Grown immune cells for another job: the rule could not be read.",
          "培養した免疫細胞の相同利用でない場合の区分は確認できていません。", _FLOW, sure=False),
    _rule("plain_other_use", "2",
          "Platelets or cells, not grown, for another job (such as into a joint), are Class II.",
          "培養しない細胞・血小板で相同利用でないもの(関節内など)は第二種です。", _LIST),
    _rule("plain_same_use", "3",
          "Platelets or cells, not grown, for the same job (such as in skin), are Class III.",
          "培養しない細胞・血小板の相同利用(皮膚など)は第三種です。", _LIST_3),
    _rule("not_enough_known", "2 3", "Not enough is stated to tell the class.",
          "区分を判断するための記載が足りません。", _FLOW, sure=False),
    _rule("approved_device", "outside",
          "Since 31 May 2025, cells made with an approved device, used exactly as approved, "
          "need no plan.",
          "2025年5月31日から、承認された医療機器を承認どおり使う場合は計画が不要です。",
          "https://www.wic-net.com/material/document/20311/4", valid_from=AMENDMENT),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.code: rule for rule in _ALL}
