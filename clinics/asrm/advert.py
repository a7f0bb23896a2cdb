"""Find phrases in an advert that are wrong, or that deserve a question.

The list (``advert_rules``) is calm and sourced; a phrase that is not on it is not thereby true.
Nothing is stored. Linear in the length of the text, never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clinics.asrm import advert_pairs
from clinics.asrm import advert_rules as rules
from clinics.asrm.numbers import find_numbers

NEAR = 150
"""Two contradicting things count when at most this many characters lie between them."""

_FOLD = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
_FOLD |= {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
_FOLD |= {ord("\u3000"): " ", ord("\u00a0"): " ", ord("\t"): " ", ord("\r"): " "}
_FOLD |= dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_FOLD[ord("\u2019")] = "'"
_WRAPPED = re.compile(r"(?<=[\x21-\x7e])\n(?=[\x21-\x7e])")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One marked phrase: ``text[start:end]`` of the advert, and why."""

    text: str
    start: int
    end: int
    code: str
    why_en: str
    why_ja: str
    source: str


def find_phrases(text: str) -> list[Phrase]:
    """Return the phrases in order of place; of two that overlap the longer one is kept."""
    # One character for one, so that positions are those of the text. Latin lines wrap anywhere.
    plain = _WRAPPED.sub(" ", text.translate(_FOLD))
    found = sorted(
        {*_listed(text, plain), *_contradictions(text, plain)},
        key=lambda phrase: (phrase.start, -phrase.end, phrase.code),
    )
    kept: list[Phrase] = []
    for phrase in found:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
        elif phrase.end - phrase.start > kept[-1].end - kept[-1].start:
            kept[-1] = phrase
    return kept


def _listed(text: str, plain: str) -> Iterator[Phrase]:
    for rule in rules.RULES:
        for match in rule.pattern.finditer(plain):
            start, end = match.span()
            yield Phrase(
                text[start:end], start, end, rule.code, rule.why_en, rule.why_ja, rule.source
            )


def _contradictions(text: str, plain: str) -> Iterator[Phrase]:
    """Donor cells beside Class II or III; exosomes or fluid beside any plan number or class.

    Then a class word against the letters of a number, and a filing before the law began.
    """
    own = {match.end() for match in rules.OWN_CORD.finditer(plain)}
    donor = [m.span() for m in rules.DONOR_CELLS.finditer(plain) if m.end() not in own]
    fluid = [m.span() for m in rules.FLUIDS.finditer(plain)]
    classes = [m.span() for m in rules.CLASS_TWO_OR_THREE.finditer(plain)]
    numbers = find_numbers(text)
    plans = [n for n in numbers if n.base_kind == "plan"]
    lower = [(n.start, n.end) for n in plans if n.asrm_class != "1"]
    any_plan = [(n.start, n.end) for n in plans]
    # Fluid that is made from cord cells is a question of the fluid, not of a donor.
    donor = _without(donor, fluid)
    pairs = (
        ("donor_class", donor, sorted(classes + lower), rules.DONOR_WHY, rules.DONOR),
        ("fluid_number", fluid, sorted(classes + any_plan), rules.FLUID_WHY, rules.FLUID),
    )
    for code, these, those, why, source in pairs:
        for start, end in _joined(these, those):
            yield Phrase(text[start:end], start, end, code, *why, source)
    for start, end in advert_pairs.other_class(plain, numbers):
        yield Phrase(text[start:end], start, end, "class_letter", *rules.LETTER_WHY, rules.CLASSES)
    for start, end in advert_pairs.before_the_law(plain, numbers):
        yield Phrase(text[start:end], start, end, "before_law", *rules.DATE_WHY, rules.LAW)


def _without(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that no other span follows within 20 characters (both sorted by place)."""
    kept, at = [], 0
    for start, end in spans:
        while at < len(others) and others[at][0] < end:
            at += 1
        if at == len(others) or others[at][0] - end > 20:
            kept.append((start, end))
    return kept


def _joined(
    these: list[tuple[int, int]], those: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """For each of ``these`` the stretch to the nearest of ``those``, if it is near (both sorted)."""
    at = 0
    for start, end in these:
        while at + 1 < len(those) and those[at + 1][0] <= start:
            at += 1
        around = those[at : at + 2]
        spans = [(min(start, s), max(end, e)) for s, e in around]
        near = [(s, e) for s, e in spans if e - s - (end - start) <= NEAR + 30]
        if near:
            yield min(near, key=lambda span: span[1] - span[0])
