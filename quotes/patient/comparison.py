"""Answers side by side: one cost a row, one clinic a column, and what a new version changed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from quotes import lines
from quotes.models import Answer
from ui.templatetags.kakunin import day, yen

Name = tuple[str, str, int]


def cost_rows(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Return [{label, amounts: one stored line or None (not stated) for each answer}]."""
    columns = [_amounts(answer) for answer in answers]
    names = list(dict.fromkeys(name for column in columns for name in column))
    names.sort(key=_place)
    return [
        {"label": name[1], "amounts": [column.get(name) for column in columns]} for name in names
    ]


def fact_rows(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Return [{label, values: text or "" (not stated)}]: what the price is for, and refunds."""
    labels = {
        "doses": _("Doses in the price"),
        "visits": _("Visits to Japan"),
        "days_in_japan": _("Days in Japan"),
        "no_refund_words": _("No refund after"),
    }
    rows = [
        {"label": label, "values": [str(getattr(answer, name) or "") for answer in answers]}
        for name, label in labels.items()
    ]
    # Whether the money comes back is asked for each answer; the others only where one says it.
    return [row for row in rows if any(row["values"]) or row["label"] == _("No refund after")]


def changes(older: Answer, newer: Answer) -> list[str]:
    """Return one line for each thing that a new version says otherwise."""
    before, after = _amounts(older), _amounts(newer)
    names = sorted({*before, *after}, key=_place)
    found = [
        _changed(name[1], amount(before.get(name)), amount(after.get(name)))
        for name in names
        if amount(before.get(name)) != amount(after.get(name))
    ]
    if total(older) != total(newer):
        found.append(_changed(_("Total"), total(older), total(newer)))
    if older.valid_until != newer.valid_until:
        found.append(_changed(_("Valid until"), day(older.valid_until), day(newer.valid_until)))
    found += [
        _changed(row["label"], *row["values"])
        for row in fact_rows([older, newer])
        if row["values"][0] != row["values"][1]
    ]
    if (older.note or "") != (newer.note or ""):
        found.append(_("The note is different."))
    return found


def total(answer: Answer) -> str:
    """Return "¥1,980,000" or "¥1,980,000 – ¥2,420,000"."""
    return _range(answer.total_min, answer.total_max)


def amount(line: dict[str, Any] | None) -> str:
    """Return one stored line's money in words, "" when it was not stated."""
    if line is None:
        return ""
    if line.get("included"):
        return _("included")
    return _range(line["jpy"], line.get("jpy_max") or line["jpy"])


def _range(low: int, high: int) -> str:
    return yen(low) if low == high else f"{yen(low)} – {yen(high)}"


def _changed(label: str, before: str, after: str) -> str:
    nothing = _("not stated")
    return f"{label}: {before or nothing} → {after or nothing}"


def _place(name: Name) -> tuple[int, int]:
    order = lines.CODES
    return (order.index(name[0]) if name[0] in order else len(order), name[2])


def _amounts(answer: Answer) -> dict[Name, dict[str, Any]]:
    """Return {(code, words, how many of that name came before): line}; no line gets lost."""
    stored: Any = answer.lines or []
    before: Counter[tuple[str, str]] = Counter()
    found: dict[Name, dict[str, Any]] = {}
    for row in stored:
        name = (row.get("code", ""), lines.label(row))
        found[*name, before[name]] = row
        before[name] += 1
    return found
