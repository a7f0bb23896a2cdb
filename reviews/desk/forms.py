from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trust.forms import PlainTextField


class PublishForm(forms.Form):
    """A note to the writer, if there is something to say."""

    note = PlainTextField(
        label=_("Note to the writer"),
        required=False,
        max_length=500,
        help_text=_("The writer reads it in the mail. Write no names and no health details."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
