"""Form widgets whose error links lead somewhere; looks come from the site's stylesheet."""

from django import forms


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
