"""One declared filter per URL parameter. Values that are not known are told and ignored."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinics import vocabulary
from clinics.asrm.values import parse_number
from clinics.languages import language_choices
from clinics.models import (
    Treatment,
)
from clinics.search import live

SORTS = {
    "relevance": _("closest match"),
    "price": _("lowest price"),
    "checked": _("last checked"),
    "name": _("name"),
    "rating": _("reviews of service"),
}
KINDS = {
    "checked": _("checked by us"),
    "list": _("on the ministry's list only"),
    "sample": _("invented samples"),
}
HIGHEST_PRICE = 100_000_000


class KnownValues(forms.MultipleChoiceField):
    """Keeps the values it knows; ``unknown`` holds the others, to be told beside the filter."""

    widget = forms.CheckboxSelectMultiple
    unknown: list[str]

    def clean(self, value: Any) -> list[str]:
        values = list(dict.fromkeys(value or []))
        known = dict(self.choices)
        self.unknown = [v[:40] for v in values if v and v not in known]
        return [v for v in values if v in known]


class KnownValue(forms.ChoiceField):
    unknown: list[str]

    def clean(self, value: Any) -> str:
        known = dict(self.choices)
        self.unknown = [str(value)[:40]] if value and value not in known else []
        return value if value in known else ""


class Yen(forms.IntegerField):
    """A whole amount of yen, also as "300万"; what is no amount is told and ignored."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=HIGHEST_PRICE, **kwargs)

    def clean(self, value: Any) -> int | None:
        self.unknown = []
        amount = parse_number(value) if isinstance(value, str) else None
        try:
            return super().clean(value if amount is None else amount)
        except forms.ValidationError:
            self.unknown = [str(value)[:40]]
            return None


class Codes(django_filters.MultipleChoiceFilter):
    """Values are OR inside the parameter."""

    field_class = KnownValues


class KnownPlaces(KnownValues):
    """Reads the known wards once per form, not at each look."""

    @property
    def choices(self) -> list[tuple[str, str]]:
        if not hasattr(self, "_places"):
            self._places = city_choices()
        return self._places

    @choices.setter
    def choices(self, value: Any) -> None:
        self._choices: list = []


class CityFilter(Codes):
    field_class = KnownPlaces


class YenFilter(django_filters.NumberFilter):
    field_class = Yen


class OneOf(django_filters.ChoiceFilter):
    field_class = KnownValue


def region_choices() -> list[tuple[str, str]]:
    return [(digit, vocabulary.region(digit)) for digit in vocabulary.REGIONS]


def city_choices() -> list[tuple[str, str]]:
    """Wards and cities that some listed clinic has."""
    japanese = vocabulary.is_japanese()
    return [(value, ja if japanese or not en else en) for value, ja, en in live.current().cities]


def class_choices() -> list[tuple[str, str]]:
    return vocabulary.class_choices()


class ClinicFilter(django_filters.FilterSet):
    """What is asked for, read and cleaned; the search index answers it (clinics.search.asked).

    A clinic matches when ONE of its treatments meets every parameter.
    """

    q = django_filters.CharFilter(label=_("Words"))
    condition = Codes(choices=vocabulary.condition_choices, label=_("Condition"))
    prefecture = Codes(choices=vocabulary.prefecture_choices, label=_("Place"))
    product = Codes(choices=vocabulary.product_choices, label=_("What is given"))
    origin = Codes(choices=vocabulary.origin_choices, label=_("Whose cells"))
    language = Codes(choices=language_choices, label=_("Language"))
    region = Codes(choices=region_choices, label=_("Region"))
    city = CityFilter(choices=city_choices, label=_("Ward or city"))
    cells = Codes(choices=vocabulary.tissue_choices, label=_("Cells from"))
    processing = Codes(choices=vocabulary.processing_choices, label=_("Processing"))
    route = Codes(choices=vocabulary.route_choices, label=_("How it is given"))
    institution = Codes(
        choices=vocabulary.institution_choices,
        label=_("Kind of institution"),
    )
    kind = Codes(choices=lambda: list(KINDS.items()), label=_("Kind of listing"))
    price_min = YenFilter(label=_("Price from (JPY)"))
    price_max = YenFilter(label=_("Most I can pay (JPY)"))
    visits = YenFilter(label=_("Visits, at most"))
    no_order = OneOf(choices=[("1", _("yes"))], label=_("No official order found"))
    sort = OneOf(choices=lambda: list(SORTS.items()), label=_("Order"))

    real_only = False  # whether invented samples are left out

    class Meta:
        model = Treatment
        fields: list[str] = []

    def __init__(self, data: Any) -> None:
        super().__init__(data, queryset=Treatment.objects.none())

    # -- what was asked, for facets, tags and counts -------------------------------------

    @property
    def values(self) -> dict[str, Any]:
        """The clean value of each parameter that is in use."""
        self.form.is_valid()
        return {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", []) and name != "sort"
        }

    @property
    def order(self) -> str:
        self.form.is_valid()
        return self.form.cleaned_data.get("sort") or "relevance"

    def unknown(self) -> dict[str, str]:
        """Return, for each parameter with a value nobody knows, the sentence to show beside it."""
        self.form.is_valid()
        told = {}
        for name, field in self.form.fields.items():
            values = getattr(field, "unknown", [])
            if values:
                told[name] = ngettext(
                    "We do not know this value and left it out: %(values)s",
                    "We do not know these values and left them out: %(values)s",
                    len(values),
                ) % {"values": ", ".join(values)}
        return told


# The parameter is called ``class``, which Python keeps for itself.
ClinicFilter.base_filters["class"] = Codes(choices=class_choices, label=_("Class"))
