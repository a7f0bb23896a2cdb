"""What the stock admin page of an order refuses with words."""

from django import forms

from clinics.desk.days import PastDays
from clinics.models import OfficialOrder


class OrderFacts(PastDays, forms.ModelForm):
    past_days = ("date",)

    class Meta:
        model = OfficialOrder
        fields = [
            "kind", "date", "lifted_on", "lifted_source", "authority_ja", "authority_en",
            "summary_ja", "summary_en", "source",
        ]  # fmt: skip
