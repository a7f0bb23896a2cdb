"""What the planner asks. All of it is answered and forgotten."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics import vocabulary
from guides.journey.plan import Answers

LONGEST = datetime.timedelta(days=731)


def _number(label: Any, high: int, *, low: int = 0, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, required=False, help_text=help_text
    )


class JourneyForm(forms.Form):
    treatment = forms.CharField(required=False, max_length=19, widget=forms.HiddenInput)
    product = forms.ChoiceField(label=_("What is given"), choices=[], required=False)
    start = forms.DateField(
        label=_("First day at the clinic"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day. Any day you think of will do.")},
    )
    trips = _number(
        _("Trips to Japan"), 12, low=1,
        help_text=_("Leave it empty if you do not know. We take what the clinic published."),
    )  # fmt: skip
    weeks = _number(
        _("Weeks between the first and the second visit"), 52,
        help_text=_("Leave it empty if the clinic has not told you."),
    )  # fmt: skip
    nights = _number(_("Nights for each trip"), 60)
    people = _number(_("People who travel"), 6, low=1)
    flight = _number(_("Flight and transfers, for one person and one trip (yen)"), 5_000_000)
    hotel = _number(_("Hotel for one night (yen)"), 500_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("I do not know yet")), *vocabulary.product_choices()]
        self.fields["product"].choices = choices  # type: ignore[attr-defined]

    def clean_start(self) -> datetime.date:
        start, today = self.cleaned_data["start"], timezone.localdate()
        if not today <= start <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, within two years."))
        return start

    def answers(self) -> Answers:
        data = self.cleaned_data
        return Answers(
            product=data["product"], start=data["start"], trips=data["trips"],
            weeks=data["weeks"], nights=data["nights"], people=data["people"] or 1,
            flight=data["flight"], hotel=data["hotel"],
        )  # fmt: skip
