"""Our plain English rendering of what a filed title says. It never says that it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinics.asrm import terms

if TYPE_CHECKING:
    from clinics.asrm.titles import Reading

LONGEST = 300
_WHOSE = {"own": "own", "donor": "donor"}
_NAMES = {"other_msc": "stem cells", "msc": "mesenchymal stem cells", "other_cells": "cells"}
_PROCESSED = {
    "cultured": "cultured",
    "minimally": "not cultured",
    "gene_modified": "genes changed",
    "freeze_dried": "freeze-dried",
    "frozen_stored": "stored frozen",
}
_PROPER = frozenset({"parkinson"})


def render_title_en(reading: Reading) -> str:
    """Return up to 300 characters of English, "" when nothing was read.

    "Own fat stem cells (cultured), drip into a vein; named in the title: knee osteoarthritis".
    """
    named = [_small("condition", code) for code in reading.conditions]
    what = _what(reading)
    if not named:
        return what
    text = f"{what or 'Treatment'}; named in the title: {named[0]}"
    for place, name in enumerate(named[1:], start=1):
        rest = f"; and {len(named) - place} more"
        if len(text) + len(name) + len(rest) + 2 > LONGEST:
            return text + rest
        text += f"; {name}"
    return text


def _what(reading: Reading) -> str:
    # The group says the same as "ASC, ADSC" in plain words.
    exact = reading.product_detail if reading.product_detail != "asc" else ""
    code = exact or reading.product
    given = _NAMES.get(code) or _small("product", code) if code else ""
    whose = _WHOSE.get(reading.origin, "")
    if not given and not whose:
        return ""
    text = f"{whose} {given or 'cells'}".strip()
    if reading.processing:
        text += f" ({_PROCESSED[reading.processing]})"
    if reading.route:
        text += f", {_small('route', reading.route)}"
    return text[0].upper() + text[1:]


def _small(group: str, code: str) -> str:
    label = terms.label(group, code, "en")
    keep = code in _PROPER or label[1:2].isupper() or label[1:2] in ".-"
    return label if keep else label[0].lower() + label[1:]
