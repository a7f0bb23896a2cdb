"""What visitors tell us about a listing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trust.forms import HumanCheck, IdempotencyKeyField


class SuggestionForm(HumanCheck, forms.Form):
    """Shared by both kinds. Asks for no name and no address: the answer waits at a link."""

    TOO_MANY = _("Many reports came from here in the last hour. Please try again in an hour.")

    text = forms.CharField(
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
    from_clinic = forms.BooleanField(label=_("I work at this clinic"), required=False)
    idempotency_key = IdempotencyKeyField()

    def suggestion_values(self) -> dict[str, Any]:
        names = ["text", "url", "from_clinic", "idempotency_key", "name"]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class CorrectionForm(SuggestionForm):
    pass


class NewClinicForm(SuggestionForm):
    name = forms.CharField(label=_("Name of the clinic"), max_length=150)
    field_order = ["name", "text", "url", "from_clinic"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What do you know about it?")
