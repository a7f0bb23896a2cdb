"""How one institution is called in running text: with its operator, without, its main part."""

import re
import unicodedata
from functools import lru_cache

from register.checking.plain import squeeze
from register.identity import plain_institution

SHORTEST = 4
"""Shorter names stand inside too many words; typed alone they are still found."""
_OPERATOR = re.compile(r".+(?:会|法人|団|会社|組合|学園|機構|財団)$")
_YEAR = re.compile(r"[\s(（,、]*(?:19|20)\d\d.*$")
_KIND = "クリニック|病院|医院|歯科|外科|診療所|センター|clinic|hospital|center|centre"
_HAS_KIND = re.compile(_KIND, re.IGNORECASE)
# What is left of a name without these words must still name something.
_COMMON = re.compile(
    "|".join(
        squeeze(word)
        for word in (
            *_KIND.split("|"), "整形", "美容", "形成", "内科", "眼科", "皮膚科", "皮フ科", "口腔", "再生医療",
            "再生", "医療", "中央", "総合", "市民", "市立", "県立", "国立", "大学", "付属", "附属", "リハビリテーション",
            "スポーツ", "デンタル", "スキン", "ペイン", "the", "medical", "dental", "stem", "cell", "regenerative",
            "medicine", "beauty", "skin", "japan", "tokyo", "osaka",
        )
    )
)  # fmt: skip


@lru_cache(maxsize=65_536)
def variants(name: str) -> tuple[str, ...]:
    """Return the squeezed forms of a name, the fullest first."""
    words = [plain_institution(word) for word in unicodedata.normalize("NFKC", name).split()]
    if not words:
        return ()
    own = [word for word in words if not _OPERATOR.match(word)] or words
    forms = ["".join(words), "".join(own)]
    if len(own) > 1:
        # "ABC Clinic Ginza-in": people write the part that names the institution.
        forms += [word for word in own if _HAS_KIND.search(word) and not word.isascii()]
    squeezed = dict.fromkeys(squeeze(form) for form in forms)
    return tuple(form for form in squeezed if form)


@lru_cache(maxsize=65_536)
def is_telling(form: str) -> bool:
    """Whether a squeezed name can be looked for in running text ("中央病院" cannot)."""
    rest = len(_COMMON.sub("", form))
    # Latin names end where a word ends (NameTable), so one letter of their own is enough.
    return len(form) >= 6 and rest >= 1 if form.isascii() else len(form) >= SHORTEST and rest >= 2


def former(names: str) -> list[str]:
    """Return the names of the field "former names": one a line, with the year if known."""
    return [plain for line in names.splitlines() if (plain := _YEAR.sub("", line).strip())]
