"""Rows: what it costs, from the public price sheet valid today."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics import currencies
from clinics.comparing.cells import Cell, unknown, words, words_or
from clinics.comparing.column import Column
from clinics.finder.cards import no_price_text
from clinics.models import PriceSheet
from ui.templatetags.kakunin import day, yen


def rows() -> list:
    return [
        (_("Published price"), _published),
        (_("Usual course in all"), _total),
        (_("Includes"), _includes),
        (_("Not included: usual extras"), _extras),
        (_("No refund after"), _no_refund),
        (_("Price valid since"), _since),
    ]


def _none(column: Column) -> Cell:
    return words(no_price_text(column.looked_on, column.view.ended_on))


def _without_price(column: Column) -> Cell:
    """Return why a detail of the price is missing where there is no price."""
    if column.view.ended_on:
        return words(_("No price valid today"))
    return unknown(column.missing, column.looked_on)


def _of(price: PriceSheet, column: Column, *parts: object) -> Cell:
    return words_or("not_published", *parts, looked_on=price.checked_on or column.looked_on)


def _published(column: Column) -> Cell:
    view, price = column.view, column.view.price
    if price is None:
        return _none(column)
    about = currencies.about(price.jpy_min, price.jpy_max, column.currency)
    return words(
        view.price_text, large=True, about=about, small=view.price_basis, old=view.price_note
    )


def _total(column: Column) -> Cell:
    price = column.view.price
    if price is None:
        return _none(column)
    total = yen(price.total_min)
    if price.total_max != price.total_min:
        total += f"–{yen(price.total_max).lstrip('¥')}"
    doses = ngettext(
        "%(n)d dose, with tax and usual extras",
        "%(n)d doses, with tax and usual extras",
        price.doses,
    )
    about = currencies.about(price.total_min, price.total_max, column.currency)
    return words(total, about=about, small=doses % {"n": price.doses})


def _includes(column: Column) -> Cell:
    price = column.view.price
    return _of(price, column, *price.include_labels) if price else _without_price(column)


def _extras(column: Column) -> Cell:
    price = column.view.price
    if price is None:
        return _without_price(column)
    return _of(
        price, column, *(f"{row['label']}: {yen(int(row['jpy']))}" for row in price.extra_lines)
    )


def _no_refund(column: Column) -> Cell:
    price = column.view.price
    return _of(price, column, price.no_refund_after) if price else _without_price(column)


def _since(column: Column) -> Cell:
    price = column.view.price
    return words(day(price.valid_from)) if price else _without_price(column)
