"""The map of Japan: the prefectures as shapes, each with its counts, its shade and its link."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.asrm import bureaus
from clinics.finder.facet_words import region_heading
from clinics.finder.facets import Facet, FacetValue
from ui.templatetags.kakunin import big_number

SHAPES = Path(__file__).resolve().parent.parent / "data/japan_map.json"
# Where the four shades begin. The finest scale is taken whose last shade is not too wide.
SCALES = ((1, 2, 3, 5), (1, 5, 10, 20), (1, 10, 30, 60), (1, 10, 50, 200), (1, 50, 200, 1_000))
WIDEST = 4


@dataclass(frozen=True)
class Place:
    """One prefecture. ``path`` is SVG path data; ``step`` its shade, 0 (nothing) to 4; ``url``
    "" where there is nothing to see; ``name`` says it all in words, for those who cannot see."""

    iso: str
    label: str | Promise
    path: str
    count_checked: int
    count_list: int
    step: int
    url: str
    selected: bool

    @property
    def count(self) -> int:
        return self.count_checked + self.count_list

    @property
    def name(self) -> str:
        numbers = {"place": self.label, "list": big_number(self.count_list)}
        if not self.count_checked:
            return _("%(place)s: %(list)s on the list") % numbers
        numbers["checked"] = big_number(self.count_checked)
        if not self.count_list:
            return _("%(place)s: %(checked)s with details") % numbers
        return _("%(place)s: %(checked)s with details + %(list)s on the list") % numbers


@dataclass(frozen=True)
class Region:
    label: str
    places: list[Place]


@dataclass(frozen=True)
class Shade:
    """One line of the legend: ``text`` "10–49" for shade ``step``."""

    step: int
    text: str


@dataclass(frozen=True)
class PrefectureMap:
    """``view_box`` and ``frame`` (the line around Okinawa) as SVG wants them; ``places`` north to
    south; ``regions`` the same places in groups, without those that have nothing."""

    view_box: str
    frame: str
    places: list[Place]
    regions: list[Region]
    legend: list[Shade]


@lru_cache(maxsize=1)
def _drawn() -> dict[str, Any]:
    return json.loads(SHAPES.read_text())


def of_facet(facets: Iterable[Facet]) -> PrefectureMap:
    """Return the map of the facet "prefecture" among these; its links add or take away."""
    values = next((facet.values for facet in facets if facet.name == "prefecture"), [])
    return _map({value.value: value for value in values})


def of_counts(counts: Mapping[str, tuple[int, int]], *, url: str) -> PrefectureMap:
    """Return the map of {ISO code: (with details, on the list only)}; links start at ``url``."""
    values = {}
    for iso, (checked, on_list) in counts.items():
        query = QueryDict(mutable=True)
        query["prefecture"] = iso
        label = vocabulary.prefecture(iso)
        link = f"{url}?{query.urlencode()}"
        values[iso] = FacetValue(iso, label, checked, on_list, False, link)
    return _map(values)


def _map(values: Mapping[str, FacetValue]) -> PrefectureMap:
    drawn = _drawn()
    scale = _scale(max((value.count for value in values.values()), default=0))
    places = []
    for iso, label in vocabulary.prefecture_choices():
        value = values.get(iso) or FacetValue(iso, label, 0, 0, False, "")
        places.append(
            Place(
                iso=iso,
                label=label,
                path=drawn["shapes"][iso],
                count_checked=value.count_checked,
                count_list=value.count_list,
                step=sum(value.count >= least for least in scale),
                url=value.url if value.count or value.selected else "",
                selected=value.selected,
            )
        )
    shown = sorted((p for p in places if p.url), key=_region)
    regions = [Region(region_heading(key), list(group)) for key, group in groupby(shown, _region)]
    return PrefectureMap(drawn["view_box"], drawn["frame"], places, regions, _legend(scale))


def _region(place: Place) -> str:
    return bureaus.region_of(place.iso)


def _scale(highest: int) -> tuple[int, ...]:
    """Return where the shades begin that are needed up to the highest count."""
    scale = next((s for s in SCALES if highest < s[-1] * WIDEST), SCALES[-1])
    return tuple(least for least in scale if least <= highest)


def _legend(scale: tuple[int, ...]) -> list[Shade]:
    lines = [Shade(0, "0")]
    for step, (least, following) in enumerate(pairwise(scale), start=1):
        last = following - 1
        text = big_number(least) if last == least else f"{big_number(least)}–{big_number(last)}"
        lines.append(Shade(step, text))
    if scale:
        last_text = _("%(number)s or more") % {"number": big_number(scale[-1])}
        lines.append(Shade(len(scale), last_text))
    return lines
