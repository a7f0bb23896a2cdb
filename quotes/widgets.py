"""Form widgets whose error links lead somewhere; looks come from the site's stylesheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class _FirstOption:
    """Links to the group (error summary, "Change") lead to its first option."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{index or 0}" if id_ else id_


class Radios(_FirstOption, forms.RadioSelect):
    pass


class Ticks(_FirstOption, forms.CheckboxSelectMultiple):
    pass


class TicksInColumns(Ticks):
    template_name = "quotes/widgets/columns.html"


class Dressed(forms.Form):
    """Mixin: the server says what is wrong, so the browser's own bubbles stay away."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak_plainly(field)


def _speak_plainly(field: forms.Field) -> None:
    """Replace Django's own words; a message that the field chose itself stays."""
    messages = field.error_messages
    if isinstance(field, forms.ChoiceField):
        missing = _("Please choose one.")
        messages["invalid_choice"] = _("Please choose one of the list.")
    elif isinstance(field, forms.DateField):
        missing = messages["invalid"] = _("Please choose a day.")
    else:
        missing = _("Please fill this in.")
    if isinstance(field, forms.EmailField):
        messages["invalid"] = _("Please write a whole address, for example anna@example.org.")
    if messages.get("required") is forms.Field.default_error_messages["required"]:
        messages["required"] = missing
    if isinstance(field, forms.CharField) and field.max_length:
        messages.setdefault(
            "max_length", _("This is too long: please use %(limit_value)d characters or fewer.")
        )
