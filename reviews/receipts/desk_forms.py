from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.receipts import reasons


class DoesNotShowForm(forms.Form):
    """Why the receipt does not help. No note: nothing that stands on a receipt is written down."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=_("Reason"),
        widget=forms.RadioSelect,
        choices=reasons.choices_for_people,
        error_messages={"required": _("Please choose one answer.")},
    )
