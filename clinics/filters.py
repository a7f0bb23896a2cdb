"""One declared filter per URL parameter. Values that are not known are told and ignored."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinics import vocabulary
from clinics.asrm.values import parse_number
from clinics.languages import language_choices
from clinics.models import (
    ClinicLanguage,
    PriceSheet,
    Treatment,
    TreatmentCondition,
)
from clinics.models.treatment import TreatmentQuerySet
from clinics.search import live, text

SORTS = {
    "relevance": _("closest match"),
    "price": _("lowest price"),
    "checked": _("last checked"),
    "name": _("name"),
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
    """Values are OR inside the parameter; ``column`` is looked up on the treatment."""

    field_class = KnownValues

    def __init__(self, *, column: str, choices: Callable, **kwargs: Any) -> None:
        self.column = column
        super().__init__(choices=choices, **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(**{f"{self.column}__in": value}) if value else qs


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

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        places = Q()
        for place in value:
            prefecture, _colon, city = place.partition(":")
            places |= Q(clinic__prefecture=prefecture, clinic__city_ja=city)
        return qs.filter(places)


class ConditionFilter(Codes):
    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        found = TreatmentCondition.objects.filter(treatment=OuterRef("pk"), code__in=value)
        return qs.filter(Exists(found))


class LanguageFilter(Codes):
    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        spoken = ClinicLanguage.objects.filter(clinic=OuterRef("clinic"), code__in=value)
        return qs.filter(Exists(spoken))


class KindFilter(Codes):
    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        kinds = Q()
        for kind in value:
            kinds |= Q(is_sample=True) if kind == "sample" else Q(level=kind, is_sample=False)
        return qs.filter(kinds)


class YenFilter(django_filters.NumberFilter):
    field_class = Yen


class OneOf(django_filters.ChoiceFilter):
    field_class = KnownValue


def region_choices() -> list[tuple[str, str]]:
    return [(digit, vocabulary.region(digit)) for digit in vocabulary.REGIONS]


def city_choices() -> list[tuple[str, str]]:
    """Wards and cities that some listed clinic has."""
    japanese = vocabulary.is_japanese()
    named: dict[str, str] = {}
    for prefecture, ja, en in live.current().cities:
        named.setdefault(f"{prefecture}:{ja}", ja if japanese or not en else en)
    return list(named.items())


def class_choices() -> list[tuple[str, str]]:
    return vocabulary.class_choices()


class ClinicFilter(django_filters.FilterSet):
    """Treatments that meet every parameter; a clinic matches when one of them does."""

    q = django_filters.CharFilter(method="search", label=_("Words"))
    condition = ConditionFilter(
        column="condition", choices=vocabulary.condition_choices, label=_("Condition")
    )
    prefecture = Codes(
        column="clinic__prefecture", choices=vocabulary.prefecture_choices, label=_("Place")
    )
    product = Codes(column="product", choices=vocabulary.product_choices, label=_("What is given"))
    origin = Codes(column="origin", choices=vocabulary.origin_choices, label=_("Whose cells"))
    language = LanguageFilter(column="language", choices=language_choices, label=_("Language"))
    region = Codes(column="clinic__region", choices=region_choices, label=_("Region"))
    city = CityFilter(column="city", choices=city_choices, label=_("Ward or city"))
    cells = Codes(column="tissue", choices=vocabulary.tissue_choices, label=_("Cells from"))
    processing = Codes(
        column="processing", choices=vocabulary.processing_choices, label=_("Processing")
    )
    route = Codes(column="route", choices=vocabulary.route_choices, label=_("How it is given"))
    institution = Codes(
        column="clinic__institution",
        choices=vocabulary.institution_choices,
        label=_("Kind of institution"),
    )
    kind = KindFilter(
        column="kind", choices=lambda: list(KINDS.items()), label=_("Kind of listing")
    )
    price_min = YenFilter(method="overlap", label=_("Price from (JPY)"))
    price_max = YenFilter(method="overlap", label=_("Most I can pay (JPY)"))
    visits = YenFilter(method="at_most_visits", label=_("Visits, at most"))
    no_order = OneOf(
        method="without_orders", choices=[("1", _("yes"))], label=_("No official order found")
    )
    sort = OneOf(method="keep", choices=lambda: list(SORTS.items()), label=_("Order"))

    real_only = False  # whether invented samples are left out

    class Meta:
        model = Treatment
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: QuerySet | None = None) -> None:
        super().__init__(
            data, queryset=Treatment.objects.listed() if queryset is None else queryset
        )

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(text.matching(value))

    def keep(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset

    def overlap(self, queryset: QuerySet, name: str, value: int) -> QuerySet:
        """Keep treatments whose comparable total overlaps the range that was asked for."""
        prices = PriceSheet.objects.public().order_by().filter(treatment=OuterRef("pk"))
        limit = {"total_max__gte": value} if name == "price_min" else {"total_min__lte": value}
        return queryset.filter(Exists(prices.filter(**limit)))

    def at_most_visits(self, queryset: TreatmentQuerySet, name: str, value: int) -> QuerySet:
        return queryset.detailed().filter(visits__lte=value)

    def without_orders(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(
            clinic__orders_looked_up_on__isnull=False, clinic__order_targets__isnull=True
        )

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

    def without(self, *names: str) -> TreatmentQuerySet:
        """Return the matching treatments as if these parameters had not been given."""
        found = self.queryset
        for name, value in self.values.items():
            if name not in names:
                found = self.filters[name].filter(found, value)
        return found


# The parameter is called ``class``, which Python keeps for itself.
ClinicFilter.base_filters["class"] = Codes(
    column="asrm_class", choices=class_choices, label=_("Class")
)
