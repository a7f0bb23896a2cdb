"""The values of each filter with how many clinics they would find."""

from typing import Any

from clinics.api.open_filter import OpenFilter
from clinics.finder import facets
from clinics.finder.asking import ask
from clinics.search.counting import facet_counts, kind_counts


def answer(clinic_filter: OpenFilter) -> dict[str, Any]:
    """Return {"count", "count_checked", "facets"}: every known value, in reading order.

    A facet's own selection is left out of its counts. Of the wards and cities only those that
    would find something (or are chosen) are named.
    """
    asked = ask(clinic_filter)
    names = [facets.PARAMETER.get(key, key) for key in facets.OPEN + facets.MORE]
    counted = facet_counts(asked, names)
    in_use = clinic_filter.values
    found: dict[str, list[dict[str, Any]]] = {}
    for name in names:
        chosen = in_use.get(name, [])
        values = []
        for value, label in clinic_filter.form.fields[name].choices:
            every, checked = counted[name].get(value, (0, 0))
            if name == "city" and not every and value not in chosen:
                continue
            values.append(
                {
                    "value": value,
                    "label": str(label),
                    "count": every,
                    "count_checked": checked,
                    "selected": value in chosen,
                }
            )
        found[name] = values
    by_kind = kind_counts(asked)
    return {
        "count": sum(by_kind.values()),
        "count_checked": by_kind["checked"],
        "facets": found,
    }
