"""What the ministry's list itself says of clinics: where it gives no address, when we saw what."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from clinics.models import Clinic, Treatment
from register.models import Entry


@dataclass(frozen=True)
class LastSeen:
    """The newest snapshot that holds a treatment; a part shows nothing about missing rows."""

    on: datetime.date
    is_complete: bool


@dataclass(frozen=True)
class ListFacts:
    """``without_address``: published treatments whose row gives none; ``last_seen`` by treatment
    id."""

    without_address: int = 0
    last_seen: dict[int, LastSeen] = field(default_factory=dict)

    @property
    def in_whole_list(self) -> dict[int, bool]:
        """{treatment id: whether the whole list of its class was read when it was last seen}."""
        return {pk: seen.is_complete for pk, seen in self.last_seen.items()}


def facts_for(clinics: Iterable[Clinic]) -> dict[int, ListFacts]:
    """Return {clinic id: facts} of clinics that stand in the list (one query)."""
    rows = (
        Entry.objects.real()
        .filter(
            treatment__clinic__in=[clinic.pk for clinic in clinics],
            treatment__publication=Treatment.Publication.PUBLISHED,
        )
        .order_by("pk")
        .values_list(
            "treatment__clinic_id", "treatment_id", "address",
            "snapshot__source__seen_on", "snapshot__is_complete",
        )
    )  # fmt: skip
    seen: dict[int, dict[int, LastSeen]] = {}
    bare: dict[int, int] = {}
    for clinic, treatment, address, on, is_complete in rows:
        seen.setdefault(clinic, {})[treatment] = LastSeen(on, is_complete)
        bare[clinic] = bare.get(clinic, 0) + (not address.strip())
    return {clinic: ListFacts(bare[clinic], found) for clinic, found in seen.items()}
