"""What coordinators fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes import reasons
from quotes.widgets import Dressed, Radios
from trust.forms import PlainLineField

HOW = [
    ("mail", _("by mail, with the clinic's link")),
    ("phone", _("by telephone: I have told the clinic")),
    ("fax", _("by fax: I have sent it")),
]


class SendForm(Dressed):
    how = forms.ChoiceField(label=_("How"), choices=HOW)

    def __init__(self, *args: Any, about: object = "", **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{about}_%s", **kwargs)


class RefuseForm(Dressed):
    reason = forms.ChoiceField(label=_("Reason"), choices=reasons.REFUSE, widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_refuse_%s", **kwargs)


class CloseForm(Dressed):
    reason = forms.ChoiceField(label=_("Reason"), choices=reasons.CLOSE, widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_close_%s", **kwargs)


class WhyForm(Dressed):
    """Why somebody else's case is opened; the patient's page does not show the words."""

    reason = PlainLineField(
        label=_("Reason"), max_length=200, help_text=_("No names and no health details.")
    )
