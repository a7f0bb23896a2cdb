"""How well titles are read: precision and recall against labels made by hand, blind to the rules.

The frozen part only measures (tests/data/titles/README.md); nothing is tuned on it.
"""

import csv
from math import sqrt
from pathlib import Path

import pytest

from clinics.asrm.titles import read_title

LABELS = Path("tests/data/titles")
FIELDS = {
    "origin": "origin", "product": "product", "product_detail": "product_detail",
    "cells": "tissue", "processing": "processing", "route": "route", "conditions": "conditions",
}  # fmt: skip


def labelled(part: str) -> list[dict[str, str]]:
    with (LABELS / f"labelled_{part}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def interval(hits: int, n: int) -> str:
    """The share with its 95 % Wilson interval."""
    if not n:
        return "– (n=0)"
    z, share = 1.96, hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{share:.3f} [{max(0, middle - half):.3f}–{min(1, middle + half):.3f}] n={n}"


def values(text: str | tuple[str, ...]) -> set[str]:
    return set(text.split()) if isinstance(text, str) else set(text)


@pytest.mark.parametrize("part", ["open", "frozen"])
@pytest.mark.parametrize("field", FIELDS)
def test_titles_are_read_as_people_label_them(part, field, record_property):
    right = wrong = missed = 0
    for row in labelled(part):
        stated = values(row[field])
        read = values(getattr(read_title(row["title"], row["list_class"]), FIELDS[field]))
        right += len(stated & read)
        wrong += len(read - stated)
        missed += len(stated - read)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    record_property(
        "figure",
        f"titles {part:6} {field:14} precision {interval(right, right + wrong)}"
        f"  recall {interval(right, right + missed)}",
    )
    assert right > 0
    assert precision >= 0.95
    assert recall >= 0.90


def test_the_frozen_part_is_a_third_and_shares_no_title_with_the_open_part():
    titles = {part: [row["title"] for row in labelled(part)] for part in ("open", "frozen")}
    assert (len(titles["open"]), len(titles["frozen"])) == (181, 100)
    assert not set(titles["open"]) & set(titles["frozen"])
