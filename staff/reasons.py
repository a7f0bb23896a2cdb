"""A decision always has a reason from a closed list, and room for a note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

OTHER = "other"


class ReasonForm(forms.Form):
    """`ReasonForm(data, choices=[("spam", _("Advertising")), …])`.

    cleaned_data: {"reason": code, "note": str ≤ 500}. The code "other" asks for a note.
    """

    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write no names, e-mail addresses or health details here."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("reason") == OTHER and not data.get("note"):
            self.add_error("note", _("Say in a few words what the reason is."))
        return data
