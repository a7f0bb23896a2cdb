"""Which risk class a treatment should have, what the letters in the numbers mean.

The class is a risk class, not a grade. It only checks what was published and never replaces it:
an expectation is a set of possible classes, and what is not known makes the set wider.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clinics.asrm import terms
from clinics.asrm.class_rules import AMENDMENT, LAW_BEGINS, RULES, Rule
from clinics.asrm.numbers import tokyo_today

__all__ = [
    "AMENDMENT", "LAW_BEGINS", "RULES", "Expectation", "Rule",
    "class_label", "class_of_letter", "expected_classes", "letter_of_class",
]  # fmt: skip

_LETTERS = {"A": "1", "B": "2", "C": "3"}

# Places where fat, blood or marrow cells do another job than at home (notice of 2014-10-31, a
# drip for diabetes, and the Class II list: joints, discs, womb, ovaries).
_OTHER_PLACE = frozenset(
    {"iv", "intra_arterial", "intra_articular", "intradiscal", "intrathecal",
     "intrauterine", "intraovarian"}
)  # fmt: skip
_SAME_PLACE = {"platelets": frozenset({"intradermal"})}
_STEM = frozenset({"fat_msc", "marrow_msc", "other_msc", "svf"})
_NEVER_GROWN = frozenset({"svf", "bmac", "adrc", "mfat", "platelets"})
_REBUILDS = frozenset({"skin_cells", "cartilage_cells", "other_cells"})


@dataclass(frozen=True, slots=True)
class Expectation:
    """The classes a treatment may have, and why."""

    classes: frozenset[str]
    """Some of "1", "2", "3", "outside"; never empty."""
    rules: tuple[str, ...]
    """Codes of the ``RULES`` applied, the first rule first."""
    reason_en: str
    reason_ja: str
    certain: bool
    """True when one class is left and every rule applied is sure."""
    may_be_outside: bool = False
    """True when an approved device used exactly as approved would need no plan."""

    def allows(self, asrm_class: str) -> bool | None:
        """Tell whether a stated class fits; None when no class is stated."""
        if not asrm_class:
            return None
        return asrm_class in self.classes or (self.may_be_outside and asrm_class == "outside")


def class_of_letter(letter: str) -> str | None:
    """Return the class behind the second letter of a plan number ("PB" has "B"), or None."""
    return _LETTERS.get(letter.upper())


def letter_of_class(asrm_class: str) -> str | None:
    """Return the letter that plan numbers of a class carry; None outside the law."""
    return next((letter for letter, code in _LETTERS.items() if code == asrm_class), None)


def class_label(asrm_class: str, lang: str = "en") -> str:
    return terms.label("class", asrm_class, lang)


def expected_classes(
    origin: str = "",
    product: str = "",
    tissue: str = "",
    processing: str = "",
    route: str = "",
    homologous: bool | None = None,
    on: date | None = None,
) -> Expectation:
    """Return the classes a treatment may have on a day (Tokyo today if not given).

    ``origin``, ``product`` (group or exact code), ``tissue``, ``processing`` and ``route`` are
    codes of ``terms``; "" or an unknown code means not stated. ``homologous``: the cells do the
    same job as the cells at the place they are put; None if nobody has said.
    """
    on = on or tokyo_today()
    family = _family(product)
    codes = _codes(origin, product, family, tissue, processing, route, homologous, on)
    if not codes[0].startswith(("before", "no_cells", "genes", "nucleic")):
        if terms.find("origin", origin) is None and RULES[codes[0]].classes != {"1"}:
            codes.append("origin_not_stated")
        if not family and codes[0] == "not_enough_known" and not origin:
            codes.append("no_cells")
    return _expectation(codes, may_be_outside=_device_possible(family, codes, on))


def _family(product: str) -> str:
    """The patient group of a product code, "" if unknown."""
    if terms.find("product", product) is None:
        return ""
    return (product, *terms.ancestors("product", product))[-1]


def _codes(
    origin: str,
    product: str,
    family: str,
    tissue: str,
    processing: str,
    route: str,
    homologous: bool | None,
    on: date,
) -> list[str]:
    """The steps of the ministry's flow chart, in its order; the first that fits decides."""
    gene = processing == "gene_modified"
    if RULES["before_law"].holds(on):
        return ["before_law"]
    if gene and origin == "none" and not family:
        return [code for code in ("genes_without_cells", "nucleic_acids") if RULES[code].holds(on)]
    if family == "cell_free" or (origin == "none" and not family):
        return ["no_cells"]
    if origin == "none":
        return ["contradiction"]
    steps = (
        (tissue in {"ips", "es"}, "ips_es"),
        (gene, "gene_modified"),
        (tissue == "animal", "animal"),
        (origin == "donor", "donor"),
    )
    for fits, code in steps:
        if fits:
            return [code]
    grown = _grown(product, family, processing)
    same = homologous if homologous is not None else _same_use(family, route)
    if family in _STEM:
        return _by_use("stem_cultured", "stem_other_use", "stem_same_use", grown, same)
    if family in _REBUILDS:
        return _by_use("cells_grown_to_rebuild", "plain_other_use", "plain_same_use", grown, same)
    if family == "immune":
        disease = "grown_other_use" if homologous is False else "cells_grown_for_disease"
        # Grown or not, immune cells at their usual work are Class III, so the route says nothing.
        return [disease] if grown is not False else _by_use("", *_PLAIN, False, homologous)
    if family == "platelets":
        return _by_use("", *_PLAIN, False, same)
    return ["not_enough_known"]


_PLAIN = ("plain_other_use", "plain_same_use")


def _grown(product: str, family: str, processing: str) -> bool | None:
    if {product, family} & _NEVER_GROWN or processing == "minimally":
        return False
    return True if processing == "cultured" else None


def _same_use(family: str, route: str) -> bool | None:
    if route in _OTHER_PLACE:
        return False
    return True if route in _SAME_PLACE.get(family, frozenset()) else None


def _by_use(
    grown_rule: str, other_rule: str, same_rule: str, grown: bool | None, same: bool | None
) -> list[str]:
    """Every rule that is still possible; an unknown answer keeps both of its branches."""
    codes = [grown_rule] if grown is not False else []
    if grown is not True:
        codes += [other_rule] if same is not True else []
        codes += [same_rule] if same is not False else []
    return codes


def _device_possible(family: str, codes: list[str], on: date) -> bool:
    """Approved devices separate platelets, fat or marrow cells; none of them grows cells."""
    separated = any(code.startswith(("plain", "stem_other", "stem_same")) for code in codes)
    return separated and family in {*_STEM, "platelets"} and RULES["approved_device"].holds(on)


def _expectation(codes: list[str], may_be_outside: bool) -> Expectation:
    rules = [RULES[code] for code in codes]
    classes = frozenset().union(*(rule.classes for rule in rules))
    return Expectation(
        classes=classes,
        rules=tuple(codes),
        reason_en=" ".join(rule.en for rule in rules),
        reason_ja="".join(rule.ja for rule in rules),
        certain=len(classes) == 1 and all(rule.sure for rule in rules),
        may_be_outside=may_be_outside,
    )
