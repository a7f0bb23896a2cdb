"""Write a sheet of official orders. Numbers attach them; names wait for staff."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from clinics.imports.order_rows import COLUMNS, Lifting, OrderRow, read_order
from clinics.imports.rows import Sheet, SheetRow, read_sheet
from clinics.imports.running import CREATED, UNCHANGED, UPDATED, Outcome, Refused, Report, run
from clinics.models import OfficialOrder
from clinics.orders.actions import lift_order, release_numbers
from clinics.orders.entering import RemovedBefore, enter_order, standing
from clinics.sheets import SavedFile


def read_orders(files: Sequence[SavedFile]) -> Sheet:
    """Return the rows of saved files. Raises WrongFile."""
    return read_sheet(files, COLUMNS)


def import_orders(files: Sequence[SavedFile], *, by: Any = None, **options: Any) -> Report:
    """Import saved files; options as ``run``. Raises WrongFile; nothing is written then."""
    return run(read_orders(files), lambda row: _write(row, by), **options)


def _write(row: SheetRow, by: Any) -> Outcome:
    read = read_order(row)
    about = f"{read.words.date} {', '.join(value for _kind, value in read.words.addressees)}"
    try:
        order = standing(read.words)
    except RemovedBefore as error:
        raise Refused(
            _("two people removed this order on %(day)s")
            % {"day": error.removal.decided_at.date().isoformat()}
        ) from error
    if order is not None:
        return Outcome(_compare(order, read, by), about)
    order = enter_order(words=read.words, by=by)
    release_numbers(order=order, by=by)
    if read.lifting:
        _lift(order, read.lifting, by)
    return Outcome(CREATED, about)


def _compare(order: OfficialOrder, read: OrderRow, by: Any) -> str:
    """Only a lifting is news about an order that stands; other words are staff's to correct."""
    words = read.words
    for name in ("authority_ja", "authority_en", "summary_ja", "summary_en"):
        if getattr(order, name) != getattr(words, name):
            raise Refused(
                _("%(column)s: the order stands here with other words; correct it on its page")
                % {"column": name}
            )
    if order.source.url != words.source_url:
        raise Refused(_("source_url: the order stands here with another source"))
    if read.lifting is None or read.lifting.lifted_on == order.lifted_on:
        return UNCHANGED
    if order.lifted_on is not None:
        raise Refused(_("lifted_on: the order stands here as lifted on another day"))
    _lift(order, read.lifting, by)
    return UPDATED


def _lift(order: OfficialOrder, lifting: Lifting, by: Any) -> None:
    lift_order(
        order=order,
        lifted_on=lifting.lifted_on,
        source_url=lifting.source_url,
        seen_on=lifting.seen_on,
        by=by,
    )
