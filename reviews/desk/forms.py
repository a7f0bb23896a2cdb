from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.fields import Radios
from reviews.models import Appeal
from staff.reasons import ReasonForm
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


class ReleaseForm(forms.Form):
    """Releases what the person has seen: held until this moment."""

    until = forms.DateTimeField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Nothing is held here any more."),
            "invalid": _("Please open the page again."),
        },
    )

    def add_error(self, field: str | None, error: Any) -> None:
        """The field is hidden: what is wrong is told above the form."""
        super().add_error(None if field == "until" else field, error)


class AppealDecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (Appeal.Outcome.GRANTED, _("Publish the review after all")),
            (Appeal.Outcome.REFUSED, _("Let the refusal stand")),
        ],
        widget=Radios,
        error_messages={"required": _("Please choose one answer.")},
    )
    note = PlainTextField(
        label=_("Note to the writer"),
        required=False,
        max_length=500,
        help_text=_("The writer reads it in the mail. Write no names and no health details."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RefuseForm(ReasonForm):
    """Who tells of a complication is not turned away with a code from a list alone."""

    def __init__(self, *args: Any, complication: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if complication:
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = _(
                "This review tells of a complication: write to its writer why it is refused."
            )


class RemoveForm(ReasonForm):
    """Take a published review away; what readers see in its place."""

    public_note = PlainTextField(
        label=_("Public note in its place"),
        required=False,
        max_length=500,
        help_text=_(
            "Readers see it where the review stood. Say which rule it broke, in general words. "
            "A review that told of a complication cannot be taken away without it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("reason", "public_note", "note")

    def __init__(self, *args: Any, complication: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["public_note"].required = complication


class CareForm(forms.Form):
    note = PlainTextField(
        label=_("What did you do?"),
        max_length=1000,
        help_text=_(
            "For example: read it, nothing to do; or: told the writer how to report it. "
            "Encrypted, for our staff only. It is deleted after a year."
        ),
        error_messages={"required": _("Say in a few words what was done.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
