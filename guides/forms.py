"""What visitors type into a tool or tell us about a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guides.tools import units
from trust.forms import HumanCheck, IdempotencyKeyField, PlainTextField


class UnitForm(forms.Form):
    """One laboratory value. It is answered and forgotten."""

    what = forms.ChoiceField(label=_("Value in"), choices=[])
    value = forms.CharField(
        label=_("Your value"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("For example 7.2. It is not stored and not written to any log."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (f"{test.code} {unit.name}", f"{test.label}: {unit.name}")
            for test in units.TESTS.values()
            for unit in test.units
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "what" in data and "value" in data:
            code, _space, unit = data["what"].partition(" ")
            test = units.TESTS[code]
            try:
                data["answer"] = units.converted(test, data["value"], unit)
            except units.NotAValue as error:
                self.add_error("value", str(error))
        return data


class ReportForm(HumanCheck, forms.Form):
    """What is wrong on a page. Asks for no name and no address."""

    TOO_MANY = _("Many reports came from here in the last hour. Please try again in an hour.")

    text = PlainTextField(
        label=_("What is wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Please do not write about your own health here."),
    )
    url = forms.URLField(
        label=_("Where can we read it?"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("The address of a page that shows it, if you know one."),
    )
    idempotency_key = IdempotencyKeyField()
