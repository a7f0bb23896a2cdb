"""Choices of the controlled vocabulary (clinics.asrm.terms) for fields, forms and labels."""

from django.utils.functional import lazy
from django.utils.translation import get_language

from clinics.asrm import bureaus, terms

# The seven regional bureaus; digit 8 is the ministry itself.
REGIONS = tuple("1234567")


def is_japanese() -> bool:
    return (get_language() or "en").startswith("ja")


def _label(group: str, code: str) -> str:
    return terms.label(group, code, "ja" if is_japanese() else "en")


label_lazy = lazy(_label, str)


def label(group: str, code: str) -> str:
    """Return the label of a code in the active language; an unknown code stands for itself."""
    return _label(group, code) if code else ""


def explanation(group: str, code: str) -> str:
    """Return the one-line explanation of a code in the active language, "" if there is none."""
    term = terms.find(group, code)
    if term is None:
        return ""
    return term.explain_ja if is_japanese() else term.explain_en


def choices(group: str) -> list[tuple[str, str]]:
    return [(term.code, label_lazy(group, term.code)) for term in terms.terms(group)]


def class_choices() -> list[tuple[str, str]]:
    return choices("class")


def product_choices() -> list[tuple[str, str]]:
    return [(t.code, label_lazy("product", t.code)) for t in terms.terms("product") if not t.parent]


def product_detail_choices() -> list[tuple[str, str]]:
    return [(t.code, label_lazy("product", t.code)) for t in terms.terms("product") if t.parent]


def origin_choices() -> list[tuple[str, str]]:
    return choices("origin")


def tissue_choices() -> list[tuple[str, str]]:
    return choices("tissue")


def processing_choices() -> list[tuple[str, str]]:
    return choices("processing")


def route_choices() -> list[tuple[str, str]]:
    return choices("route")


def condition_choices() -> list[tuple[str, str]]:
    return choices("condition")


def institution_choices() -> list[tuple[str, str]]:
    return choices("institution")


def _prefecture(iso: str) -> str:
    prefecture = bureaus.PREFECTURES[iso]
    return prefecture.ja if is_japanese() else prefecture.en


prefecture_lazy = lazy(_prefecture, str)


def prefecture_choices() -> list[tuple[str, str]]:
    return [(iso, prefecture_lazy(iso)) for iso in bureaus.PREFECTURES]


def prefecture(iso: str) -> str:
    """Return the prefecture's name in the active language, "" for an unknown code."""
    return _prefecture(iso) if iso in bureaus.PREFECTURES else ""


def region(digit: str) -> str:
    """Return the name of a bureau's region (digit 1–7) in the active language."""
    if digit not in REGIONS:
        return ""
    bureau = bureaus.BUREAUS[digit]
    return bureau.ja if is_japanese() else bureau.en
