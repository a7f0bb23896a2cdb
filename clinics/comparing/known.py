"""Rows: the clinic, and where the facts come from."""

from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.comparing.cells import Cell, from_source, unknown, words
from clinics.comparing.column import Column
from clinics.finder.cards import place
from clinics.languages import language_name
from clinics.models import OfficialOrder
from ui.templatetags.kakunin import day, listed


def clinic() -> list:
    return [
        (_("Place"), lambda column: words(place(column.clinic) or _("Place not stated"))),
        (_("Kind of institution"), lambda c: words(c.clinic.get_institution_display())),
        (_("Languages"), _languages),
        (_("Official orders"), _orders),
    ]


def sources() -> list:
    return [
        (_("Facts read from"), _source),
        (_("Checked by us"), _checked),
        (_("Read from the ministry's list"), _list_source),
    ]


def _languages(column: Column) -> Cell:
    clinic = column.clinic
    spoken = [
        f"{language_name(row.code)} ({row.get_how_display()})" for row in clinic.languages.all()
    ]
    if spoken:
        return words(listed(spoken))
    # With no language noted even "yes" and "no" say nothing a reader could use.
    faces = {"not_published", "does_not_apply"}
    face = clinic.languages_known if clinic.languages_known in faces else "not_looked_up"
    return unknown(face, clinic.checked_on)


def _stands(order: OfficialOrder) -> bool:
    return order.lifted_on is None or order.lifted_on > timezone.localdate()


def _order_line(order: OfficialOrder) -> str:
    words = f"{order.get_kind_display()}, {day(order.date)}"
    if _stands(order):
        return words
    return _("%(order)s (lifted on %(day)s)") % {"order": words, "day": day(order.lifted_on)}


def _orders(column: Column) -> Cell:
    """Return each order with its exact scope; without one, whether we looked."""
    clinic = column.clinic
    lines: list[str] = []
    for target in clinic.order_targets.all():
        lines += [_order_line(target.order), target.scope]
    looked = clinic.orders_looked_up_on
    if lines:
        last = _("We last looked for further orders on %(day)s.") % {"day": day(looked)}
        return words(*lines, small=last if looked else _("We have not looked for further orders."))
    if looked:
        return words(_("We looked on %(day)s and found none.") % {"day": day(looked)})
    return words(_("Not looked up by us for this clinic. That is not an all-clear."))


def _source(column: Column) -> Cell:
    source = column.treatment.source if column.is_detailed else None
    if column.is_sample:
        return words(_("Invented"))
    return from_source(source) if source else unknown("not_looked_up")


def _checked(column: Column) -> Cell:
    if column.is_sample:
        return unknown("does_not_apply")
    old = _("This check is old. Ask the clinic before you rely on it.") if column.view.stale else ""
    checked = day(column.looked_on)
    return words(checked, old=old) if checked else unknown("not_looked_up")


def _list_source(column: Column) -> Cell:
    if column.is_sample:
        return unknown("does_not_apply")
    source = column.treatment.list_source
    return from_source(source) if source else unknown("not_looked_up")
