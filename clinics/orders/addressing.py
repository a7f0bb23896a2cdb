"""Read to whom an order was addressed: the canonical number, or the name as printed."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.asrm import numbers
from clinics.models import OrderAddressee

Kind = OrderAddressee.Kind
_BASE = {Kind.PLAN: "plan", Kind.FACILITY: "facility", Kind.COMMITTEE: "committee"}
_BEGINS = {Kind.PLAN: "PA, PB, PC", Kind.FACILITY: "FA, FB, FC", Kind.COMMITTEE: "NA, NB"}
LONGEST_NAME = 150


def read_addressee(kind: str, text: str) -> str:
    """Return the value to store. Raises ValidationError with words for a person."""
    flat = " ".join(text.split())
    if kind in _BASE:
        return _number(Kind(kind), flat)
    if kind == Kind.OPERATOR:
        return _corporation_number(flat)
    if len(flat) > LONGEST_NAME:
        raise ValidationError(_("A name has at most %(most)d characters.") % {"most": LONGEST_NAME})
    return flat


def _number(kind: OrderAddressee.Kind, text: str) -> str:
    try:
        number = numbers.parse(text[:200])
    except numbers.NumberError as error:
        words = error.ja if vocabulary.is_japanese() else error.en
        raise ValidationError(f"{text[:40]}: {words}") from error
    if number.base_kind != _BASE[kind]:
        raise ValidationError(
            _("%(number)s is not a %(kind)s. Those begin with %(begins)s.")
            % {"number": number.canonical, "kind": kind.label, "begins": _BEGINS[kind]}
        )
    return number.canonical


def _corporation_number(text: str) -> str:
    digits = unicodedata.normalize("NFKC", text).replace("-", "").replace(" ", "")
    if len(digits) != 13 or not digits.isascii() or not digits.isdecimal():
        raise ValidationError(_("A corporation number has 13 digits."))
    return digits


def is_sample(kind: str, value: str) -> bool:
    """Whether a number is of the invented kind, which no bureau issues."""
    return kind in _BASE and numbers.parse(value).kind == "sample"
