"""What new addresses mean for the clinics: a first one names the branch, a new one says it moved."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from clinics.models import Clinic, Treatment
from clinics.search.text import batched
from register.actions.placing import Placed, Places, one_line
from register.cities import city_of
from register.models import Entry


@dataclass
class Settled:
    """``before`` holds what an undo needs, by entry; ``touched`` the clinics that changed."""

    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)


def with_checked_listing(clinic_ids: Iterable[int]) -> set[int]:
    """Return the clinics that staff checked, or that have a listing staff checked."""
    found: set[int] = set()
    for some in batched(sorted(set(clinic_ids)), 500):
        checked = Treatment.objects.filter(clinic__in=some, level=Treatment.Level.CHECKED)
        found |= set(checked.order_by().values_list("clinic_id", flat=True))
        found |= set(
            Clinic.objects.filter(pk__in=some, checked_on__isnull=False)
            .order_by()
            .values_list("pk", flat=True)
        )
    return found


def settle(fresh: dict[int, str], places: Places) -> Settled:
    """Move clinics and rows to the wards their new addresses name.

    ``fresh``: new address by entry. A clinic moves if all its standing rows name one ward; if
    they name several, the rows elsewhere are another branch.
    """
    settled = Settled()
    for pks in batched(sorted(fresh), 500):
        rows = Entry.objects.filter(pk__in=pks).values_list("treatment__clinic_id", flat=True)
        _settle_clinics(sorted(set(rows.order_by())), fresh, places, settled)
    return settled


def _settle_clinics(
    clinic_ids: list[int], fresh: dict[int, str], places: Places, settled: Settled
) -> None:
    rows: dict[int, list[Entry]] = defaultdict(list)
    standing = Entry.objects.standing().filter(treatment__clinic__in=clinic_ids)
    for entry in standing.select_related("treatment").order_by("pk"):
        rows[entry.treatment.clinic_id].append(entry)
    checked = with_checked_listing(clinic_ids)
    for clinic in Clinic.objects.filter(pk__in=clinic_ids).order_by("pk"):
        of_clinic = rows[clinic.pk]
        cities = {
            entry.pk: city_of(address)[0]
            for entry in of_clinic
            if (address := fresh.get(entry.pk, entry.address))
        }
        own = _own_city(clinic, cities)
        movers = [e for e in of_clinic if e.pk in fresh and cities.get(e.pk) not in {own, "", None}]
        at_home = next((e for e in of_clinic if e.pk in fresh and cities.get(e.pk) == own), None)
        if at_home is not None and clinic.pk not in checked:
            _set_address(clinic, at_home, fresh[at_home.pk], places, settled)
        for entry in movers:
            _move_row(entry, fresh[entry.pk], places, settled)


def _own_city(clinic: Clinic, cities: dict[int, str]) -> str:
    """The ward the clinic stays in: its own if a row still names it, else the commonest."""
    named = Counter(city for city in cities.values() if city)
    if clinic.city_ja in named or not named:
        return clinic.city_ja
    return named.most_common(1)[0][0]


def _set_address(
    clinic: Clinic, entry: Entry, address: str, places: Places, settled: Settled
) -> None:
    city, city_en = city_of(address)
    values = {"address_ja": one_line(address), "city_ja": city, "city_en": city_en}
    changed = {name: value for name, value in values.items() if getattr(clinic, name) != value}
    if not changed:
        return
    settled.before.setdefault(entry.pk, {})["clinic"] = {n: getattr(clinic, n) for n in changed}
    settled.touched.add(clinic.pk)
    places.renamed(clinic, city)
    Clinic.objects.filter(pk=clinic.pk).update(**changed)


def _move_row(entry: Entry, address: str, places: Places, settled: Settled) -> None:
    """Put a list-level row under the branch its address names."""
    treatment = entry.treatment
    if treatment.level != Treatment.Level.LIST or treatment.being_checked_by_id is not None:
        return
    clinic = places.of(Placed(entry.prefecture, entry.institution, address))
    places.save_new()
    if clinic.pk != treatment.clinic_id:
        settled.before.setdefault(entry.pk, {})["clinic_id"] = treatment.clinic_id
        Treatment.objects.filter(pk=treatment.pk).update(clinic=clinic)
        settled.touched |= {clinic.pk, treatment.clinic_id}
