"""Facets: each value with its counts and its link, counted by the index."""

from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.asrm import terms
from clinics.filters import ClinicFilter
from clinics.finder import facet_words
from clinics.finder.links import Links
from clinics.search.asked import Asked
from clinics.search.counting import facet_counts

# The six that stand open, then those under "More filters" (looks.md: Results).
OPEN = ("condition", "prefecture", "product", "origin", "language")
# Two of the six show their values at once; the others are one tap away.
UNFOLDED = ("condition", "product")
MORE = ("asrm_class", "kind", "city", "region", "cells", "processing", "route", "institution")
PARAMETER = {"asrm_class": "class"}
EXPLAIN = {
    "product": _("The material the clinic gives, as the filed title or the clinic names it."),
    "condition": _("Named in the filed title. It does not mean that the treatment works."),
    "asrm_class": _("A risk class of the law, not a grade."),
    "kind": _("Checked by us, or known from the ministry's list only."),
}
LONG = 12


@dataclass(frozen=True)
class FacetValue:
    """``count_checked`` clinics with a checked (or sample) listing, ``count_list`` with none.

    ``words`` are further names, one a line (long lists only); ``heading`` the group it stands in.
    """

    value: str
    label: str | Promise
    count_checked: int
    count_list: int
    selected: bool
    url: str
    indent: int = 0
    words: str = ""
    heading: str = ""

    @property
    def count(self) -> int:
        return self.count_checked + self.count_list

    @property
    def disabled(self) -> bool:
        return not self.count and not self.selected


@dataclass(frozen=True)
class Facet:
    """One group of filter values.

    ``name`` is the URL parameter; ``open`` = unfolded; ``group`` is "open" or "more" (under
    "More filters"); ``error`` the sentence about values that were left out.
    """

    name: str
    label: str | Promise
    values: list[FacetValue]
    open: bool
    group: str
    explain: str | Promise = ""
    error: str = ""
    kind: str = "checkbox"

    @property
    def is_long(self) -> bool:
        """Whether a script may offer a box to find values by typing."""
        return len(self.values) > LONG

    @property
    def selected(self) -> list[FacetValue]:
        return [value for value in self.values if value.selected]


@dataclass
class Tag:
    """A filter in use: its words and the link that takes it away."""

    label: str
    url: str
    name: str
    value: str = field(default="")


def build(clinic_filter: ClinicFilter, asked: Asked, links: Links) -> list[Facet]:
    """Return the facets as finished records; the template has nothing to decide."""
    told = clinic_filter.unknown()
    in_use = clinic_filter.values
    places = in_use.get("prefecture", [])
    names = [PARAMETER.get(key, key) for key in OPEN + MORE]
    counted = facet_counts(asked, names, cities_in=places)
    facets = []
    for key in OPEN + MORE:
        name = PARAMETER.get(key, key)
        chosen = in_use.get(name, [])
        values = []
        for value, label in facet_words.in_groups(key, clinic_filter.form.fields[name].choices):
            if key == "city" and value not in chosen and value.partition(":")[0] not in places:
                continue  # wards make sense inside a prefecture; hundreds at once do not
            every, checked = counted[name].get(value, (0, 0))
            depth = len(terms.ancestors("condition", value)) if key == "condition" else 0
            values.append(
                FacetValue(
                    value,
                    label,
                    checked,
                    every - checked,
                    value in chosen,
                    links.toggled(name, value, chosen),
                    depth,
                    heading=facet_words.heading(key, value),
                )
            )
        if key == "city" and not values:
            continue
        if len(values) > LONG:
            # Dozens of empty boxes help nobody on a phone; short lists keep theirs, disabled.
            values = [value for value in values if not value.disabled]
        if len(values) > LONG:
            values = [replace(one, words=facet_words.words(key, one.value)) for one in values]
        facets.append(
            Facet(
                name,
                clinic_filter.filters[name].label,
                values,
                key in UNFOLDED or bool(chosen),
                "open" if key in OPEN else "more",
                EXPLAIN.get(key, ""),
                told.get(name, ""),
            )
        )
    return facets
