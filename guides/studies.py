"""What kind of study a source is, how many people, how long, who paid. Words are data."""

from dataclasses import dataclass

from guides.data import read

FILE = "studies.yaml"
DESIGNS = {
    "randomised_blind": {"en": "randomised, double-blind", "ja": "無作為化・二重盲検"},
    "randomised": {"en": "randomised", "ja": "無作為化"},
    "meta_analysis": {"en": "trials put together", "ja": "試験のまとめ(メタ解析)"},
    "before_after": {"en": "before and after, no comparison group", "ja": "前後比較(対照なし)"},
    "case_report": {"en": "case report", "ja": "症例報告"},
    "outbreak": {"en": "report of an outbreak", "ja": "集団発生の報告"},
    "review": {"en": "review", "ja": "総説"},
    "laboratory": {"en": "laboratory study", "ja": "実験室の研究"},
    "animals": {"en": "work in animals", "ja": "動物の研究"},
    "registry": {"en": "entry of a trial registry", "ja": "臨床試験の登録"},
    "count": {"en": "count of filed plans", "ja": "届出計画の集計"},
    "policy": {"en": "study of the law", "ja": "制度の研究"},
}
FUNDING = {
    "not_stated": {"en": "who paid is not stated in what we read", "ja": "研究費の出どころは読んだ範囲に記載なし"},
    "maker": {"en": "paid for by, or tied to, a company that sells it", "ja": "販売する企業の資金または関係者"},
    "charity": {"en": "paid for by a charity", "ja": "慈善団体の資金"},
}  # fmt: skip


@dataclass(frozen=True)
class Study:
    """``people`` and ``weeks`` (of follow-up) None = not stated."""

    design: str
    people: int | None
    weeks: int | None
    funding: str

    def words(self, language: str) -> str:
        """ "Randomised · 61 people · 12 weeks · …", only what is known and who paid."""
        parts = [DESIGNS[self.design][language]]
        if self.people:
            parts.append(f"{self.people:,}{'人' if language == 'ja' else ' people'}")
        if self.weeks:
            parts.append(f"{self.weeks}{'週' if language == 'ja' else ' weeks'}")
        return " · ".join([*parts, FUNDING[self.funding][language]])


def study_at(address: str) -> Study | None:
    """Return what is known of the study at an address; None for anything else.

    Raises KeyError or TypeError for a row with another design, funding or field.
    """
    row = read(FILE).get(address)
    if row is None:
        return None
    study = Study(**row)
    return study if DESIGNS[study.design] and FUNDING[study.funding] else None
