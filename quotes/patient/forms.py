"""What the patient writes on her page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quotes import consent_texts
from quotes.models import Answer
from quotes.widgets import Dressed
from trust.forms import IdempotencyKeyField, PlainLineField, PlainTextField


class MessageForm(Dressed):
    """One message. ``about`` keeps the ids of several such forms on one page apart."""

    text = PlainTextField(
        label=_("Your message"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write your message first.")},
    )
    key = IdempotencyKeyField()

    def __init__(
        self, data: QueryDict | None = None, *, about: object = "staff", **kwargs: Any
    ) -> None:
        super().__init__(data, auto_id=f"id_{about}_%s", **kwargs)


class TreatedForm(Dressed):
    """In which month the treatment was."""

    month = forms.TypedChoiceField(
        label=_("Month of the treatment"),
        coerce=date.fromisoformat,
        help_text=_("We then mail an invitation to write a review. Nobody has to."),
    )

    def __init__(self, data: QueryDict | None = None, *, months: Sequence[date]) -> None:
        super().__init__(data, auto_id="id_treated_%s")
        self.fields["month"].choices = [(day.isoformat(), f"{day:%Y-%m}") for day in months]


class ChooseForm(Dressed):
    """Name and contact for the clinic that is chosen, and the consent to give them."""

    name = PlainLineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As in your passport: the clinic needs it for an appointment."),
        error_messages={"required": _("Write your name.")},
    )
    contact = PlainLineField(
        label=_("How the clinic can reach you"),
        max_length=254,
        help_text=_("An e-mail address or a telephone number with the country's code."),
        error_messages={"required": _("Write how the clinic can reach you.")},
    )
    agree = forms.BooleanField(
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={
            "required": _("Without this tick we may not give your name to the clinic.")
        },
    )

    def __init__(self, data: QueryDict | None = None, *, answer: Answer, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["agree"].label = consent_texts.name(answer.recipient.clinic).words
