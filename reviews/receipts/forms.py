from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trust.forms import IdempotencyKeyField
from trust.uploads import Refused, Taken, take


class ReceiptForm(forms.Form):
    """One file and the consent to look at it. `taken` is set once the file is clean."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("File (PDF, JPEG or PNG)"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("This file is empty. Please choose another one."),
            "missing": _("Please choose a file."),
            "invalid": _("Please choose a file."),
        },
    )
    agree = forms.BooleanField(
        label=_(
            "Your staff may look at this receipt to confirm my review, and delete it right after "
            "that, after 30 days at the latest."
        ),
        error_messages={"required": _("Without this tick we may not take the file.")},
    )
    form_key = IdempotencyKeyField()
    taken: Taken | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # A parser looks at the file only once everything else is right.
        if data.get("file") and not self.errors:
            try:
                self.taken = take(data["file"])
            except Refused as refused:
                self.add_error("file", refused.words)
        return data
