"""One word of the controlled vocabulary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    code: str
    """Stable: part of public addresses, the API and the open data."""
    en: str
    ja: str
    group: str
    parent: str | None = None
    explain_en: str = ""
    explain_ja: str = ""
    synonyms: tuple[str, ...] = ()
    """What people also type into the search box, in both languages."""
    not_stated_for: tuple[str, ...] = ()
    """Codes this term may or may not mean: "diabetes, type not stated" for type 1 and type 2."""
