"""Prices in the currency that the address names (``?currency=USD``). No tag makes a query."""

from typing import Any

from django import template

from clinics import currencies
from clinics.page import TreatmentView

register = template.Library()


@register.simple_tag(takes_context=True)
def chosen_currency(context: template.Context) -> str:
    """Return the code of the address, "" for none, an unknown one or while rates are old."""
    request = context.get("request")
    return currencies.asked(request.GET.get("currency", "")).code if request else ""


@register.simple_tag
def currency_choices() -> list[tuple[str, str]]:
    """Return [(code, label)] to choose from; none while the rates are old."""
    return currencies.choices()


@register.simple_tag
def basis_and_about(shown: TreatmentView, code: str) -> Any:
    """Return what the price is for and about how much it is in another currency."""
    price = shown.price
    about = currencies.about(price.jpy_min, price.jpy_max, code) if price and code else ""
    return f"{shown.price_basis} · {about}" if about else shown.price_basis
