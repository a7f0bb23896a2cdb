"""The controlled vocabulary: codes with English and Japanese labels, in groups, some as trees.

Groups: ``class``, ``product``, ``origin``, ``tissue`` (in the address: ``cells``),
``processing``, ``route``, ``condition``, ``institution``. The words are data of the catalogue,
not interface strings, so they carry both languages here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from clinics.asrm import conditions, handling, products
from clinics.asrm.term import Term

__all__ = [
    "GROUPS", "Expansion", "Term", "also_found_under", "ancestors", "descendants",
    "expand_filter", "find", "label", "terms",
]  # fmt: skip


def _group(rows: Iterable[Term]) -> Mapping[str, Term]:
    return MappingProxyType({term.code: term for term in rows})


GROUPS: Mapping[str, Mapping[str, Term]] = MappingProxyType(
    {
        "class": _group(handling.CLASSES),
        "product": _group(products.PRODUCTS),
        "origin": _group(handling.ORIGINS),
        "tissue": _group(handling.TISSUES),
        "processing": _group(handling.PROCESSINGS),
        "route": _group(handling.ROUTES),
        "condition": _group(conditions.CONDITIONS),
        "institution": _group(handling.INSTITUTIONS),
    }
)


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a filter on one code shows."""

    codes: frozenset[str]
    """All of it: the code, what lies below it, and the terms that may mean it."""
    not_stated: frozenset[str]
    """The part of ``codes`` that only may mean it, to be labelled so."""


def terms(group: str) -> tuple[Term, ...]:
    """Return the terms of a group in reading order. Raises KeyError for an unknown group."""
    return tuple(GROUPS[group].values())


def find(group: str, code: str) -> Term | None:
    return GROUPS[group].get(code)


def label(group: str, code: str, lang: str = "en") -> str:
    """Return the label, Japanese for "ja", else English; an unknown code stands for itself."""
    term = find(group, code)
    if term is None:
        return code
    return term.ja if lang.lower().startswith("ja") else term.en


@lru_cache(maxsize=1024)
def descendants(group: str, code: str) -> frozenset[str]:
    """Return the code and everything below it; empty for an unknown code."""
    return frozenset(
        term.code
        for term in terms(group)
        if code == term.code or code in ancestors(group, term.code)
    )


@lru_cache(maxsize=1024)
def ancestors(group: str, code: str) -> tuple[str, ...]:
    """Return what lies above a code, nearest first, without itself; empty if unknown."""
    above: list[str] = []
    term = find(group, code)
    while term is not None and term.parent is not None:
        above.append(term.parent)
        term = find(group, term.parent)
    return tuple(above)


@lru_cache(maxsize=1024)
def expand_filter(group: str, code: str) -> Expansion:
    """Return what a filter shows: "t2d" gives t2d, and diabetes_ns marked as not stated."""
    codes = descendants(group, code)
    doubtful = {
        term.code for term in terms(group) if codes & set(term.not_stated_for)
    } - codes  # fmt: skip
    return Expansion(codes | doubtful, frozenset(doubtful))


def also_found_under(group: str, code: str) -> tuple[str, ...]:
    """Return the codes under which a term is found though it may not mean them.

    The mirror of ``expand_filter``: "diabetes_ns" is also found under "t2d" and "t1d".
    """
    term = find(group, code)
    return term.not_stated_for if term else ()
