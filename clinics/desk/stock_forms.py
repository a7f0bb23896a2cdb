"""What the stock admin pages refuse with words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinics.desk.days import PastDays
from clinics.models import PriceSheet


class ClinicFacts(PastDays, forms.ModelForm):
    past_days = ("closed_on", "contact_confirmed_on", "orders_looked_up_on", "checked_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.instance.pk and data.get("moved_to") == self.instance:
            self.add_error("moved_to", _("A clinic cannot move to itself."))
        return data


class SourceFacts(PastDays, forms.ModelForm):
    past_days = ("seen_on",)


class TieFacts(PastDays, forms.ModelForm):
    """A money tie counts at once; another person than who entered it says that it ended."""

    past_days = ("since", "until")
    by: Any = None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("until") and self.instance.pk and self.instance.entered_by == self.by:
            self.add_error("until", _("Somebody else must say that it ended."))
        return data


class PriceFacts(PastDays, forms.ModelForm):
    """One sheet is current at a time, whichever page writes it."""

    past_days = ("checked_on",)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        treatment, start, end = (data.get(n) for n in ("treatment", "valid_from", "valid_to"))
        if not treatment or not start or (end and end < start):
            return data
        others = PriceSheet.objects.reaching(start).filter(treatment=treatment)
        if end:
            others = others.filter(valid_from__lte=end)
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error("valid_from", _("Another price holds on some of these days."))
        return data
