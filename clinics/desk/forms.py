"""The check form: from a ministry-list entry to a live listing on one page."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics import checks, publishing, vocabulary
from clinics.asrm import numbers
from clinics.desk.days import PastDays
from clinics.desk.page_text import LONGEST
from clinics.languages import language_choices
from clinics.models import Clinic, Include, PriceSheet, Treatment

SUGGESTION_REASONS = [
    ("corrected", _("Right: corrected")),
    ("added", _("Right: will be added")),
    ("not_found", _("We could not find it at the source")),
    ("already_so", _("The page already says so")),
    ("not_our_task", _("Not something a listing says")),
    ("other", _("Another reason (say which)")),
]
OVERRIDE_REASONS = [
    ("clinic_explained", _("The clinic explained it, with a source")),
    ("list_confirms", _("The ministry's list shows the same")),
    ("number_reused", _("The filing itself holds the mistake")),
    ("other", _("Another reason (say which)")),
]
WITHDRAW_REASONS = [
    ("not_offered", _("The clinic no longer offers it")),
    ("gone_from_list", _("Gone from the ministry's list")),
    ("mistake", _("Published by mistake")),
    ("other", _("Another reason (say which)")),
]


class SourceForm(PastDays, forms.Form):
    """Step 1: the page once; every fact below inherits it."""

    past_days = ("seen_on",)

    url = forms.URLField(label=_("Page of the clinic"), assume_scheme="https", max_length=500)
    seen_on = forms.DateField(
        label=_("Seen on"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    page_text = forms.CharField(
        label=_("Text of the page"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "ja"}),
        help_text=_(
            "Paste it here: numbers, prices and doses are read from it. "
            "It is kept as evidence and never shown in public."
        ),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages patients can use there"),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        spoken = [language.code for language in clinic.languages.order_by("code")]
        kwargs["initial"] = {"languages": spoken} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class TreatmentFacts(PastDays, forms.ModelForm):
    """What holds for a treatment wherever staff change it: check page and stock admin page."""

    past_days = ("submitted_on", "checked_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" not in self.fields:
            return  # who may only look gets no fields
        # People paste numbers in many spellings; the canonical one has nine characters.
        self.fields["number"] = forms.CharField(
            label=self.fields["number"].label,
            help_text=self.fields["number"].help_text,
            required=False,
            max_length=60,
        )

    def clean_number(self) -> str:
        text = self.cleaned_data["number"].strip()
        if not text:
            return ""
        try:
            number = numbers.parse(text)
        except numbers.NumberError as error:
            raise forms.ValidationError(
                error.ja if vocabulary.is_japanese() else error.en
            ) from error
        if number.prefix[0] != "P":
            raise forms.ValidationError(
                _("%(number)s is not a plan number. Plan numbers begin with PA, PB or PC."),
                params={"number": number.canonical},
            )
        if number.kind == "sample" and not self._of_a_sample():
            raise forms.ValidationError(_("This is a number of the sample data (bureau digit 9)."))
        return number.canonical

    def _of_a_sample(self) -> bool:
        """A treatment is a sample exactly when its clinic is."""
        clinic = self.cleaned_data.get("clinic") if "clinic" in self.fields else None
        return clinic.is_sample if clinic else self.instance.is_sample

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.instance.pk and self.instance.is_sample != self._of_a_sample():
            self.add_error("clinic", _("Invented treatments and real ones never change places."))
        else:
            self.instance.is_sample = self._of_a_sample()
        if data.get("asrm_class") == "outside" and data.get("number"):
            self.add_error("number", _("A product outside the law has no plan number."))
        if self.instance.is_live:
            self._clean_live(data)
        return data

    def _clean_live(self, data: dict[str, Any]) -> None:
        """What is live stays complete (the database would refuse it without words)."""
        needed = [name for name in publishing.LIVE_NEEDS if name in self.fields]
        if data.get("asrm_class") != "outside":
            needed.append("number")
        if data.get("number") and "number_source" in self.fields:
            needed.append("number_source")
        for name in needed:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("A live listing needs this."))

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.instance.is_live:
            self.tell(checks.contradictions(self.instance))

    def tell(self, rules: Iterable[checks.Rule]) -> None:
        """Say beside the facts which contradictions keep a live listing from being saved."""
        how = _("A live listing is not saved with this. Correct it, or take it out of public view first.")  # fmt: skip
        for rule in rules:
            if rule.field not in self.errors:
                self.add_error(rule.field, [str(rule.label), how])


class TreatmentForm(TreatmentFacts):
    """Steps 2 and 3: what the treatment is."""

    conditions = forms.MultipleChoiceField(
        label=_("Conditions named in the filed title"),
        choices=vocabulary.condition_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Treatment
        fields = [
            "number", "asrm_class", "title_ja", "title_en", "product", "product_detail", "origin",
            "tissue", "processing", "route", "submitted_on", "visits", "duration_en",
            "duration_ja", "risks_en", "risks_ja", "how_studied",
        ]  # fmt: skip
        widgets = {
            "risks_en": forms.Textarea(attrs={"rows": 4}),
            "risks_ja": forms.Textarea(attrs={"rows": 4}),
            "submitted_on": forms.DateInput(attrs={"type": "date"}),
            "number": forms.TextInput(attrs={"maxlength": 40}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound and "conditions" not in self.initial:
            named = self.instance.conditions.named()
            self.initial["conditions"] = [condition.code for condition in named]


class PriceForm(forms.ModelForm):
    """Step 2: the price; left empty while the clinic publishes none."""

    includes = forms.MultipleChoiceField(
        label=_("Includes"),
        choices=Include.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = PriceSheet
        fields = [
            "jpy_min", "jpy_max", "tax", "basis", "doses", "total_min", "total_max",
            "cells_per_dose", "includes", "days_in_japan", "no_refund_after_en", "no_refund_after_ja", "valid_from",
        ]  # fmt: skip
        widgets = {"valid_from": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "valid_from": _(
                "A changed price counts from the day the page was seen, unless you change this day."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("instance") is None:
            kwargs.setdefault("initial", {}).setdefault("valid_from", timezone.localdate())
        super().__init__(*args, **kwargs, use_required_attribute=False)
        # A stored price is read again each time, so that one that did not change is re-dated.
        self.empty_permitted = self.instance.pk is None

    def has_changed(self) -> bool:
        """What is typed decides: the prefilled date and choices alone make no price."""
        names = (
            "jpy_min", "jpy_max", "total_min", "total_max", "doses", "includes", "days_in_japan",
            "cells_per_dose", "no_refund_after_en", "no_refund_after_ja",
        )  # fmt: skip
        return any(name in self.changed_data and self[name].data for name in names) or (
            self.instance.pk is not None and super().has_changed()
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for low, high in (("jpy_min", "jpy_max"), ("total_min", "total_max")):
            if data.get(low) == 0:
                self.add_error(low, _("A price is never 0. Leave it empty if it is not known."))
            if data.get(low) and data.get(high) and data[high] < data[low]:
                self.add_error(high, _("The highest price is below the lowest one."))
        return data
