"""What the patient writes on her page."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from quotes.widgets import Dressed
from trust.forms import IdempotencyKeyField, PlainTextField


class MessageForm(Dressed):
    """One message. ``about`` keeps the ids of several such forms on one page apart."""

    text = PlainTextField(
        label=_("Your message"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write your message first.")},
    )
    key = IdempotencyKeyField()

    def __init__(self, data: QueryDict | None = None, *, about: object = "staff") -> None:
        super().__init__(data, auto_id=f"id_{about}_%s")
