"""Rows: what is given, and how it stands under the law."""

from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.comparing.cells import Cell, unknown, words, words_or
from clinics.comparing.column import Column
from ui.templatetags.kakunin import big_number, day, listed


def given() -> list:
    return [
        (_("Filed title"), _title),
        (_("What is given"), _given),
        (_("Whose cells"), lambda column: _or_silent(column.view.origin)),
        (_("Tissue and processing"), _handling),
        (_("Cells per dose"), _cells),
        (_("How it is given"), lambda column: _or_silent(column.view.route)),
        (_("Condition named in the filed title"), _conditions),
    ]


def law() -> list:
    return [
        (_("Class"), _class),
        (_("Plan number (ASRM)"), _number),
        (_("Committee that gave its opinion"), _committee),
        (_("Filed on"), _filed_on),
        (_("Ministry's list"), _list),
    ]


def _or_silent(text: str) -> Cell:
    return words(text or _("The filed title does not say"))


def _title(column: Column) -> Cell:
    treatment = column.treatment
    ours = ""
    if treatment.title_en and not vocabulary.is_japanese():
        ours = f"{treatment.title_en} ({_('our translation')})"
    return words(f"“{treatment.title_ja}”", ours, lang="ja")


def _given(column: Column) -> Cell:
    view = column.view
    both = [view.given, view.given_exactly]
    parts = both[1:] if view.given and view.given in view.given_exactly else both
    return _or_silent(" · ".join(part for part in parts if part))


def _handling(column: Column) -> Cell:
    parts = [column.view.tissue, column.view.processing]
    return _or_silent(" · ".join(part for part in parts if part))


def _cells(column: Column) -> Cell:
    if column.treatment.origin == "none":
        return unknown("does_not_apply")
    price = column.view.price
    count = price.cells_per_dose if price else None
    return words_or(column.missing, big_number(count), looked_on=column.looked_on)


def _conditions(column: Column) -> Cell:
    return words(listed(column.view.conditions) or _("None"))


def _class(column: Column) -> Cell:
    return Cell(asrm_class=column.treatment.asrm_class)


def _number(column: Column) -> Cell:
    treatment = column.treatment
    if column.view.number:
        source = treatment.number_source
        seen = _("Printed by the clinic, seen on %(day)s") % {"day": day(source.seen_on)} if source else ""  # fmt: skip
        return Cell(number=column.view.number, plate=tuple(treatment.plate), small=seen)
    if treatment.asrm_class == "outside":
        return unknown("does_not_apply")
    return unknown(column.missing, column.looked_on)


def _committee(column: Column) -> Cell:
    if column.treatment.asrm_class == "outside":
        return unknown("does_not_apply")
    named = column.treatment.committee if column.is_detailed else None
    return words(named) if named else words_not_stated(column)


def _filed_on(column: Column) -> Cell:
    if column.treatment.asrm_class == "outside":
        return unknown("does_not_apply")
    filed = column.treatment.submitted_on if column.is_detailed else None
    return words(day(filed)) if filed else words_not_stated(column)


def words_not_stated(column: Column) -> Cell:
    """Return "Not stated" of a listing with details; of a list entry nobody has looked yet."""
    return words(_("Not stated")) if column.is_detailed else unknown("not_looked_up")


def _list(column: Column) -> Cell:
    treatment = column.treatment
    if column.is_sample:
        return unknown("does_not_apply")
    if not treatment.list_last_seen:
        return unknown("not_looked_up")
    if treatment.list_gone_on:
        return words(
            _("No longer found in the list of %(gone)s; last found in the list of %(seen)s")
            % {"gone": day(treatment.list_gone_on), "seen": day(treatment.list_last_seen)}
        )
    found = _("Found in the list of %(day)s") % {"day": day(treatment.list_last_seen)}
    return words(found, old=column.view.list_note)
