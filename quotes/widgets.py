"""Form widgets in the site's own dress."""

from typing import Any

from django import forms

OPTIONS = "quotes/widgets/options.html"


class _FirstOption:
    """Links to the group (error summary, "Change") lead to its first option."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{index or 0}" if id_ else id_


class Radios(_FirstOption, forms.RadioSelect):
    template_name = OPTIONS


class Ticks(_FirstOption, forms.CheckboxSelectMultiple):
    template_name = OPTIONS


class Dressed(forms.Form):
    """Mixin: gives text inputs and selects the class their style hangs on."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)


def dress(field: forms.Field) -> None:
    widget = field.widget
    if isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect):
        widget.attrs.setdefault("class", "form-select")
    elif isinstance(widget, forms.TextInput | forms.Textarea) and not widget.is_hidden:
        widget.attrs.setdefault("class", "form-control")
    elif isinstance(widget, forms.CheckboxInput):
        widget.attrs.setdefault("class", "form-check-input")
