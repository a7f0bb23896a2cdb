"""What a clinic answers, or staff types for it."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clinics.models import PriceSheet
from quotes import reasons
from quotes.lines import LINES
from quotes.models import Answer
from quotes.models.answer import TERMS
from quotes.published import refund_words
from quotes.widgets import Dressed, Radios
from trust.forms import IdempotencyKeyField, PlainLineField, PlainTextField

MOST_YEN = 100_000_000
LATEST = timedelta(days=365)


def in_yen(label: Any) -> Any:
    """Return a field's label with its unit."""
    return format_lazy(_("{cost} (yen)"), cost=label)


INCLUDED = re.compile(r"(?:included|込み?|込|含む|含まれる|含まれます)", re.IGNORECASE)


class YenField(PlainLineField):
    """Whole yen, however a clinic writes them: 2,420,000 · 2420000円 · ２４２万円.

    With ``may_include`` also 込み or "included", which is 0.
    """

    def __init__(self, *, may_include: bool = False, **kwargs: Any) -> None:
        self.may_include = may_include
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"max_length": 20, "required": False, "widget": widget, **kwargs})

    def clean(self, value: Any) -> int | None:
        text = unicodedata.normalize("NFKC", super().clean(value) or "")
        text = re.sub(r"[,、\s円¥]", "", text)
        if not text:
            return None
        if self.may_include and INCLUDED.fullmatch(text):
            return 0
        found = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,4}))?(万)?", text, re.ASCII)
        if not found or (found[2] and not found[3]):
            raise ValidationError(_("Please write whole yen, for example 2,420,000."))
        yen = int(found[1])
        if found[3]:
            yen = yen * 10_000 + int((found[2] or "").ljust(4, "0"))
        if not 0 < yen <= MOST_YEN:
            raise ValidationError(_("Please write an amount between 1 and 100,000,000 yen."))
        return yen


class AnswerForm(Dressed):
    """One amount for each kind of cost; an empty one is "not stated", never zero."""

    other_label = PlainLineField(label=_("What the other costs are"), max_length=60, required=False)
    total_max = YenField(
        label=in_yen(_("Highest total")),
        help_text=_("Only if the total can be higher than the sum above."),
    )
    tax = forms.ChoiceField(label=_("Tax"), choices=Answer.Tax.choices, widget=Radios)
    valid_until = forms.DateField(
        label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    doses = forms.IntegerField(
        label=_("Doses in the price"), min_value=1, max_value=99, required=False
    )
    visits = forms.IntegerField(
        label=_("Visits to Japan"), min_value=1, max_value=99, required=False
    )
    days_in_japan = forms.IntegerField(
        label=_("Days in Japan"), min_value=1, max_value=999, required=False
    )
    no_refund_after = PlainLineField(
        label=_("No refund after"),
        max_length=200,
        required=False,
        help_text=_("For example: 14 days before the first visit."),
    )
    note = PlainTextField(
        label=_("Note for the patient"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    key = IdempotencyKeyField()

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for code, label in LINES:
            self.fields[f"line_{code}"] = YenField(label=in_yen(label), may_include=True)
        self.order_fields([*(f"line_{code}" for code, _label in LINES), "other_label"])

    def clean_valid_until(self) -> date:
        until: date = self.cleaned_data["valid_until"]
        today = timezone.localdate()
        if not today <= until <= today + LATEST:
            raise ValidationError(_("Please choose a day from today, within one year."))
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        lines = self._lines(data)
        total = sum(line["jpy"] for line in lines)
        highest = data.get("total_max")
        if not total and not self.errors:
            self.add_error("line_treatment", _("Please write at least one amount."))
        if data.get("line_other") and not data.get("other_label") and not self.errors:
            self.add_error("other_label", _("Please say what the other costs are."))
        if highest is not None and total and highest < total:
            self.add_error("total_max", _("This is lower than the sum of the lines."))
        data.update(lines=lines, total_min=total, total_max=highest or total)
        return data

    def _lines(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "code": code,
                "label": data.get("other_label", "") if code == "other" else "",
                "jpy": data[f"line_{code}"],
                **({} if data[f"line_{code}"] else {"included": True}),
            }
            for code, _label in LINES
            if data.get(f"line_{code}") is not None
        ]

    def answer(self, sheet: PriceSheet | None = None) -> dict[str, Any]:
        """Return the values of ``actions.record_answer``; ``sheet`` is what the form began with."""
        names = ("lines", "total_min", "total_max", "tax", "valid_until", "note", "key", *TERMS)
        given = {name: self.cleaned_data[name] for name in names}
        given["no_refund_after"] = refund_words(sheet, given["no_refund_after"])
        return given


class TypedAnswerForm(AnswerForm):
    """Staff types what came by telephone, fax or mail."""

    source = forms.ChoiceField(
        label=_("How it came"),
        choices=[choice for choice in Answer.Source.choices if choice[0] != "link"],
        widget=Radios,
    )

    def answer(self, sheet: PriceSheet | None = None) -> dict[str, Any]:
        return {**super().answer(sheet), "source": self.cleaned_data["source"]}


class DeclineForm(Dressed):
    reason = forms.ChoiceField(label=_("Reason"), choices=reasons.DECLINE, widget=Radios)


class OwnDeclineForm(Dressed):
    """The clinic itself says why."""

    reason = forms.ChoiceField(label=_("Reason"), choices=reasons.DECLINE_OWN, widget=Radios)
