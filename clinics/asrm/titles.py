"""Read a filed title by keyword: what is given, whose, from where, how, for which condition.

An explainable reader: every value comes with the words it was read from, and what the title does
not say stays "". It states what is written, never what works. Staff see it as a suggestion.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from clinics.asrm import terms, title_rules
from clinics.asrm.classes import expected_classes
from clinics.asrm.title_conditions import CONDITIONS
from clinics.asrm.title_english import render_title_en
from clinics.asrm.title_rules import Row

__all__ = ["FIELDS", "Reading", "read_title", "render_title_en"]

FIELDS = ("origin", "product", "product_detail", "tissue", "processing", "route")

_LONGEST = 1_000
# "Therapy (療法) for a tumour" names the tumour; only 治療 of the tumour names the aim.
_CANCER_THERAPY = re.compile(
    r"(?:がん|ガン|癌|腫瘍)(?:の(?:抑制及び)?治療|治療|に対する[^。予]{0,80}(?<!改善)治療)"
)
# Said as aims of their own, beside a narrower condition of the same branch.
_ALSO_SAID = {
    "skin": re.compile(r"[・、]皮膚再生|皮膚の再生(?:および|及び|と)|皮膚の質感|くすみ"),
    "musculoskeletal": re.compile(r"筋骨格"),
}
# General words that a narrower word beside them explains, across branches of the tree.
_EXPLAINED_BY = {"pain": {"joint_pain"}}
_PREVENTION = re.compile("予防")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a title says. Every field is a code of ``terms`` or "" (not stated)."""

    origin: str = ""
    product: str = ""
    """The patient group."""
    product_detail: str = ""
    """The exact product inside the group."""
    tissue: str = ""
    processing: str = ""
    route: str = ""
    conditions: tuple[str, ...] = ()
    """Narrowest codes only, in the order of the vocabulary."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """For each field with a value: the words of the title it was read from (NFKC)."""
    class_agrees: bool | None = None
    """Whether the class of the list fits the reading; None if no class was given."""


def read_title(title_ja: str, list_class: str = "") -> Reading:
    """Read a Japanese title; ``list_class`` is "1", "2", "3" or "". Never raises.

    The class is only compared with what was read, it adds nothing to the reading.
    """
    text = _clean(title_ja)
    words: dict[str, tuple[str, ...]] = {}
    product, detail = _product(text, words)
    origin = _only(_hits(title_rules.ORIGINS, text), "origin", words)
    if product == "cell_free":
        origin, words["origin"] = "none", words["product"]
    tissue = _first(_hits(title_rules.TISSUES, text), "tissue", words)
    processing = _first(_hits(title_rules.PROCESSINGS, text), "processing", words)
    route = _only(_hits(title_rules.ROUTES, title_rules.NOT_A_ROUTE.sub("", text)), "route", words)
    conditions = _conditions(text, words)
    expected = expected_classes(origin, detail or product, tissue, processing, route)
    return Reading(
        origin=origin,
        product=product,
        product_detail=detail,
        tissue=tissue,
        processing=processing,
        route=route,
        conditions=conditions,
        words=MappingProxyType(words),
        class_agrees=expected.allows(list_class),
    )


def _clean(title: str) -> str:
    """NFKC without spaces: line breaks fall anywhere in the ministry's list."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", title[:_LONGEST]))


def _hits(rows: Iterable[Row], text: str) -> dict[str, tuple[str, ...]]:
    """Code to the words found, for every row that fits, in the order of the rows."""
    found: dict[str, tuple[str, ...]] = {}
    for code, pattern in rows:
        seen = tuple(dict.fromkeys(match.group() for match in pattern.finditer(text)))
        if seen:
            found[code] = seen
    return found


def _first(hits: dict[str, tuple[str, ...]], name: str, words: dict[str, tuple[str, ...]]) -> str:
    for code, seen in hits.items():
        words[name] = seen
        return code
    return ""


def _only(hits: dict[str, tuple[str, ...]], name: str, words: dict[str, tuple[str, ...]]) -> str:
    """The code if the title names just one; two different answers are no answer."""
    return _first(hits, name, words) if len(hits) == 1 else ""


def _product(text: str, words: dict[str, tuple[str, ...]]) -> tuple[str, str]:
    text = title_rules.FLUID.sub("", text)
    exact = _hits(title_rules.PRODUCTS, text)
    groups = _hits(title_rules.GROUPS, text)
    by_group: dict[str, list[str]] = {group: [] for group in groups}
    for code in exact:
        by_group.setdefault(terms.ancestors("product", code)[-1], []).append(code)
    group = next((code for code in title_rules.GROUP_ORDER if code in by_group), "")
    if not group:
        return "", ""
    detail = _detail(group, by_group[group], text)
    seen = [word for code in by_group[group] for word in exact[code]]
    words["product"] = tuple(dict.fromkeys([*groups.get(group, ()), *seen]))
    return group, detail


def _detail(group: str, found: list[str], text: str) -> str:
    """The one exact product; a general name beside a special one ("PRP (PRGF)") gives way."""
    if group == "immune":
        if title_rules.MIXED_IMMUNE.search(text):
            return "mixed_immune"
        if set(found) == {"nkt", "dc"}:
            return "nkt"
    if group == "platelets" and len(found) > 1:
        found = [code for code in found if code != "prp"]
    if group == "other_msc" and not found and re.search("間葉系", text):
        return "msc"
    return found[0] if len(found) == 1 else ""


def _conditions(text: str, words: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    hits = _hits(CONDITIONS, text)
    if "cancer" in hits:
        cancer = hits.pop("cancer")
        aims = {"cancer_therapy": _CANCER_THERAPY, "cancer_prevention": _PREVENTION}
        stated = [code for code, aim in aims.items() if aim.search(text)]
        hits.update(dict.fromkeys(stated or ["cancer_ns"], cancer))
    if hits.keys() & {"jaw", "periodontal"}:
        # Bone and soft tissue of the mouth are not those of arms and legs.
        hits = {code: seen for code, seen in hits.items() if code not in {"bone", "soft_tissue"}}
    if hits.keys() - {"orthopaedic"}:
        # "In orthopaedics" says where it is done, once a part of the body is named.
        hits.pop("orthopaedic", None)
    for general, narrower in _EXPLAINED_BY.items():
        if hits.keys() & narrower:
            hits.pop(general, None)
    above = {parent for code in hits for parent in terms.ancestors("condition", code)}
    above -= {code for code, said in _ALSO_SAID.items() if said.search(text)}
    found = tuple(t.code for t in terms.terms("condition") if t.code in hits.keys() - above)
    if found:
        seen = [word for code in found for word in hits[code]]
        words["conditions"] = tuple(dict.fromkeys(seen))
    return found
