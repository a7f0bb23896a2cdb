"""The boxes of page 2: one for each clinic by name, one to keep and use. None is ticked."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quotes import consent_texts
from quotes.request.chosen import Chosen
from quotes.widgets import Dressed


class ConsentForm(Dressed):
    keep = forms.BooleanField(
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={
            "required": _(
                "Without this tick we may not keep your question, so we cannot pass it on."
            )
        },
    )
    shown_on = forms.DateField(widget=forms.HiddenInput, initial=timezone.localdate)

    def __init__(self, data: QueryDict | None = None, *, chosen: Chosen) -> None:
        super().__init__(data)
        self.chosen = chosen
        self.fields["keep"].label = consent_texts.keep(self._date_on_page()).words
        for clinic in chosen.clinics:
            self.fields[_name(clinic.pk)] = forms.BooleanField(
                label=consent_texts.send(clinic).words,
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    def _date_on_page(self) -> date:
        """The text names a date; a page opened before midnight keeps the date it showed."""
        today = timezone.localdate()
        yesterday = today - timedelta(days=1)
        return yesterday if self.data.get("shown_on") == yesterday.isoformat() else today

    def clean_shown_on(self) -> date:
        return self._date_on_page()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.send_to and not self.chosen.by_letter:
            first = next((_name(clinic.pk) for clinic in self.chosen.clinics), None)
            self.add_error(first, _("Tick at least one clinic, or nobody can answer you."))
        return data

    @property
    def send_to(self) -> set[int]:
        """Ids of the clinics that were ticked."""
        ticked = self.cleaned_data
        return {clinic.pk for clinic in self.chosen.clinics if ticked.get(_name(clinic.pk))}

    @property
    def clinic_fields(self) -> list[forms.BoundField]:
        return [self[_name(clinic.pk)] for clinic in self.chosen.clinics]


def _name(clinic_id: int) -> str:
    return f"send_{clinic_id}"
