"""Form fields and widgets of the review form."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

MOST_YEN = 100_000_000
_SIGNS = re.compile(r"[¥￥,、\s]|円|yen|jpy", re.IGNORECASE)


class Radios(forms.RadioSelect):
    """Radio buttons; a link in the error summary leads to the first of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, "0" if index is None else index)


class RadioField(forms.ChoiceField):
    widget = Radios


class ScoreField(forms.TypedChoiceField):
    """1 to 5 as radio buttons in words."""

    widget = Radios

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)


class YenField(forms.Field):
    """A positive amount of JPY, however it is typed: "120,000", "¥120000", "12万円"."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": _("Write a whole number of yen, for example 50000.")}
    default_validators = [
        MinValueValidator(1, _("Write an amount above 0.")),
        MaxValueValidator(MOST_YEN, _("This amount is too large. Please check it.")),
    ]

    def to_python(self, value: Any) -> int | None:
        text = _SIGNS.sub("", unicodedata.normalize("NFKC", str(value or "")))
        if not text:
            return None
        found = re.fullmatch(r"([0-9]{1,12})(万?)", text)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found[1]) * (10_000 if found[2] else 1)
