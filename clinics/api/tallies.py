"""Several counts of treatments in one query."""

from dataclasses import dataclass

from django.db.models import CharField, Count, QuerySet, Value


@dataclass(frozen=True)
class Tally:
    clinics: int = 0
    treatments: int = 0


def take(counted: dict[str, QuerySet]) -> dict[str, Tally]:
    """Return how many clinics and treatments each query set of treatments holds (one query)."""
    if not counted:
        return {}
    branches = [
        treatments.order_by()
        .annotate(name=Value(name, output_field=CharField()))
        .values("name")
        .annotate(clinics=Count("clinic_id", distinct=True), treatments=Count("pk"))
        .values_list("name", "clinics", "treatments")
        for name, treatments in counted.items()
    ]
    rows = branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]
    found = {name: Tally(clinics, treatments) for name, clinics, treatments in rows}
    return {name: found.get(name, Tally()) for name in counted}
