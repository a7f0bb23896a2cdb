from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.models.reply import MOST_WORDS
from trust.forms import IdempotencyKeyField, PlainTextField


class ReplyForm(forms.Form):
    """The clinic's words."""

    use_required_attribute = False

    text = PlainTextField(
        label=_("Your reply"),
        max_length=MOST_WORDS,
        help_text=_(
            "At most 1,000 characters. Write about your service, your price or how you tell "
            "things. Write nothing about the patient: not that, when or why somebody came, not "
            "even what the review says itself."
        ),
        error_messages={"required": _("Please write your reply.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    form_key = IdempotencyKeyField()
