"""The filter of the results page over real rows, for programs: samples are no value here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinics import vocabulary
from clinics.api.rows import open_clinics
from clinics.filters import KINDS, SORTS, CityFilter, ClinicFilter, Codes, KnownPlaces, OneOf


def open_kinds() -> list[tuple[str, Any]]:
    return [(value, label) for value, label in KINDS.items() if value != "sample"]


def open_wards() -> list[tuple[str, str]]:
    """Wards and cities of real listed clinics (one query)."""
    rows = (
        open_clinics()
        .exclude(city_ja="")
        .order_by("prefecture", "city_ja", "city_en")
        .values_list("prefecture", "city_ja", "city_en")
        .distinct()
    )
    japanese = vocabulary.is_japanese()
    wards: dict[str, str] = {}
    for prefecture, ja, en in rows:
        wards.setdefault(f"{prefecture}:{ja}", ja if japanese or not en else en)
    return list(wards.items())


class OpenPlaces(KnownPlaces):
    @property
    def choices(self) -> list[tuple[str, str]]:
        if not hasattr(self, "_places"):
            self._places = open_wards()
        return self._places

    @choices.setter
    def choices(self, value: Any) -> None:
        self._choices: list = []


class OpenCity(CityFilter):
    field_class = OpenPlaces


class OpenFilter(ClinicFilter):
    real_only = True
    city = OpenCity(choices=open_wards, label=_("Ward or city"))
    kind = Codes(choices=open_kinds, label=_("Kind of listing"))
    # Answers tell no reviews, so nothing is put in order by them.
    sort = OneOf(
        choices=lambda: [pair for pair in SORTS.items() if pair[0] != "rating"], label=_("Order")
    )


OpenFilter.base_filters["class"] = ClinicFilter.base_filters["class"]
