"""Rows: visits and time, risks, how well it is studied."""

from django.utils.translation import gettext as _

from clinics.comparing.cells import Cell, unknown, words, words_or
from clinics.comparing.column import Column


def visits() -> list:
    return [
        (_("Visits"), lambda column: _fact(column, "visits")),
        (_("How long it takes"), lambda column: _fact(column, "duration")),
        (_("Days in Japan"), _days),
    ]


def risks() -> list:
    return [(_("Main risks"), lambda column: _fact(column, "risks"))]


def studied() -> list:
    return [(_("How well studied"), _studied)]


def _fact(column: Column, name: str) -> Cell:
    """Return a fact that staff fill in: what is noted on a list entry is not public yet."""
    value = getattr(column.treatment, name) if column.is_detailed else ""
    return words_or(column.missing, value, looked_on=column.looked_on)


def _days(column: Column) -> Cell:
    price = column.view.price
    days = price.days_in_japan if price else None
    return words_or(column.missing, days, looked_on=column.looked_on)


def _studied(column: Column) -> Cell:
    treatment = column.treatment
    if not column.is_detailed or treatment.how_studied == treatment.Studied.NOT_LOOKED_UP:
        return unknown("not_looked_up")
    return words(treatment.get_how_studied_display())
