"""Page 1 "Your question" and page 2 "Check and send"."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from clinics import vocabulary
from quotes import languages
from quotes.models import QuoteRequest
from quotes.questions import NOT_TESTED, QUESTIONS, UNDER_18, Question, questions_for
from quotes.request.chosen import Chosen
from quotes.widgets import Dressed, Radios, Ticks, TicksInColumns
from trust.forms import HumanCheck, IdempotencyKeyField, PlainLineField, PlainTextField

LONGEST_NUMBER = 8


class QuestionForm(HumanCheck, Dressed):
    """Everything page 1 asks. ``answers()`` gives the values of ``actions.submit_request``."""

    condition = forms.ChoiceField(
        label=_("Condition"),
        required=False,
        help_text=_("The clinics need to know what the treatment would be for."),
    )
    for_whom = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=QuoteRequest.ForWhom.choices,
        widget=Radios,
        error_messages={"required": _("Say who it is for.")},
    )
    country = forms.ChoiceField(
        label=_("Country you live in"),
        help_text=_("For the journey and the follow-up at home."),
        error_messages={"required": _("Choose a country.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can use"),
        choices=languages.CHOICES,
        widget=TicksInColumns,
        error_messages={"required": _("Choose at least one language.")},
        help_text=_("So that the clinic answers in one of them."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text=_("We send a link to confirm it. Clinics do not get it."),
        error_messages={"required": _("Write your e-mail address, or no answer can reach you.")},
    )
    message = PlainTextField(
        label=_("Your question"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Please leave out your name and your telephone number."),
    )
    idempotency_key = IdempotencyKeyField()

    def __init__(self, data: QueryDict | None = None, *, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.questions = questions_for(chosen.conditions)
        self.fields["condition"].choices = [
            ("", _("Choose, or leave empty")),
            *vocabulary.condition_choices(),
        ]
        self.fields["country"].choices = [("", _("Choose")), *countries]
        self.fields["languages"].initial = [(get_language() or "en")[:2]]
        if chosen.conditions:
            self.fields["condition"].initial = chosen.conditions[0]
        for question in self.questions:
            self.fields.update(_fields(question))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        facts: dict[str, Any] = {}
        for question in self.questions:
            answer = data.get(question.code)
            if question.kind == "measure":
                answer = self._measured(question, answer, data.get(f"{question.code}_unit"))
            if answer:
                facts[question.code] = answer
        data["facts"] = facts
        return data

    def _measured(self, question: Question, text: str | None, unit_code: str | None) -> Any:
        unit = question.unit(unit_code or "")
        if not text:
            return {"value": None, "unit": NOT_TESTED} if unit_code == NOT_TESTED else None
        if unit is None:
            self.add_error(question.code, gettext("Say which unit the number has."))
            return None
        try:
            plain = unicodedata.normalize("NFKC", text).replace(",", ".").rstrip("% ")
            value = Decimal(plain)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            self.add_error(question.code, gettext("Please write a number, for example 7.2."))
            return None
        if not unit.low <= value <= unit.high:
            words = gettext("In %(unit)s this is between %(low)s and %(high)s. Please look again.")
            values = {"unit": unit.label, "low": unit.low, "high": unit.high}
            self.add_error(question.code, words % values)
            return None
        return {"value": str(value), "unit": unit.code}

    @property
    def is_under_18(self) -> bool:
        """Valid, and the person says that she is not an adult: nothing is to be sent."""
        return self.cleaned_data["facts"].get("age_band") == UNDER_18

    @property
    def main_fields(self) -> list[forms.BoundField]:
        names = ["condition", "for_whom", "country", "languages", "email", "message"]
        return [self[name] for name in names]

    @property
    def optional_fields(self) -> list[forms.BoundField]:
        """The fold: the declared questions, each with its unit."""
        names = [n for q in self.questions for n in (q.code, f"{q.code}_unit")]
        return [self[name] for name in names if name in self.fields]

    @property
    def fold_is_open(self) -> bool:
        """Open when something in it was answered or is wrong."""
        return any(
            field.errors or (field.value() and not field.name.endswith("_unit"))
            for field in self.optional_fields
        )

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("for_whom", "country", "languages", "condition", "message", "facts")
        return {name: data[name] or None if name != "languages" else data[name] for name in names}


def _fields(question: Question) -> dict[str, forms.Field]:
    """Return the form fields of one declared question, all optional."""
    common = {"label": question.label, "help_text": question.why, "required": False}
    if question.kind == "one":
        empty = [("", _("Choose, or leave empty"))]
        return {question.code: forms.ChoiceField(choices=[*empty, *question.options], **common)}
    if question.kind == "many":
        many = forms.MultipleChoiceField(choices=question.options, widget=Ticks, **common)
        return {question.code: many}
    number = PlainLineField(
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **common,
    )
    units = [(unit.code, unit.label) for unit in question.units]
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=[*units, *question.options],
        required=False,
        initial=question.units[0].code,
        widget=Radios,
    )
    return {question.code: number, f"{question.code}_unit": unit}


def typed(data: QueryDict) -> dict[str, Any]:
    """Return what was typed as initial values, so that page 1 shows it again unjudged."""
    lists = {"languages", *(q.code for q in QUESTIONS if q.kind == "many")}
    return {key: data.getlist(key) if key in lists else data.get(key) for key in data}
