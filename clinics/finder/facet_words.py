"""What else a value of a facet is called (for finding it by typing) and the group it stands in."""

from functools import lru_cache

from clinics import vocabulary
from clinics.asrm import bureaus, terms

# Facets whose values are terms of the controlled vocabulary, with the name of their group.
_TERMS = {
    "condition": "condition",
    "product": "product",
    "origin": "origin",
    "asrm_class": "class",
    "cells": "tissue",
    "processing": "processing",
    "route": "route",
    "institution": "institution",
}
# Languages in English, in Japanese and as their speakers write them.
_LANGUAGES = {
    "ja": "Japanese 日本語 にほんご",
    "en": "English 英語 えいご",
    "zh": "Chinese Mandarin 中国語 ちゅうごくご 中文",
    "ko": "Korean 韓国語 かんこくご 한국어",
    "fil": "Filipino Tagalog フィリピン語 タガログ語",
    "id": "Indonesian インドネシア語 Bahasa Indonesia",
    "vi": "Vietnamese ベトナム語 Tiếng Việt",
    "th": "Thai タイ語 ไทย",
    "es": "Spanish スペイン語 Español",
    "fr": "French フランス語 Français",
    "de": "German ドイツ語 Deutsch",
    "ru": "Russian ロシア語 Русский",
    "ar": "Arabic アラビア語 العربية",
    "pt": "Portuguese ポルトガル語 Português",
}


@lru_cache(maxsize=2048)
def words(key: str, value: str) -> str:
    """Return the names of a value in both languages, one a line; "" where there are none.

    ``key`` names a facet (``facets.OPEN``, ``facets.MORE``). A condition is found by what stands above it, too.
    """
    if key == "prefecture" and value in bureaus.PREFECTURES:
        found = bureaus.PREFECTURES[value]
        return "\n".join((found.en, found.ja, found.kana))
    if key == "language":
        return _LANGUAGES.get(value, "")
    if key == "city":
        return value.partition(":")[2]
    if key not in _TERMS:
        return ""
    group, names = _TERMS[key], []
    for code in (value, *terms.ancestors(group, value)):
        if term := terms.find(group, code):
            names += [term.en, term.ja, *(term.synonyms if code == value else ())]
    return "\n".join(dict.fromkeys(names))


def heading(key: str, value: str) -> str:
    """Return the group a value stands in, in the active language: a prefecture's region."""
    if key != "prefecture":
        return ""
    return region_heading(bureaus.region_of(value))


def region_heading(digit: str) -> str:
    """Return "Kinki" or 近畿: the region of a bureau (digit 1–7), without the word for bureau."""
    return vocabulary.region(digit).removesuffix("厚生局")


def in_groups(key: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choices with those of one group together; other facets keep their order."""
    if key != "prefecture":
        return choices
    return sorted(choices, key=lambda choice: (bureaus.region_of(choice[0]), choice[0]))
