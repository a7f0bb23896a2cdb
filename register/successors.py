"""Where a page leads whose rows the ministry's list now has under other words."""

from clinics.models import Clinic
from register.models import Entry


def successor_of(slug: str) -> Clinic | None:
    """Return the clinic that continues the one at this address, or None.

    Rows can be reworded again, so the last of the chain counts.
    """
    seen = {slug}
    while True:
        entry = (
            Entry.objects.filter(treatment__clinic__slug=slug, replaced_by__isnull=False)
            .select_related("replaced_by__treatment__clinic")
            .order_by("-replaced_by")
            .first()
        )
        if entry is None or entry.replaced_by is None:
            return None
        clinic = entry.replaced_by.treatment.clinic
        if Clinic.objects.with_page().filter(pk=clinic.pk).exists():
            return clinic
        if clinic.slug in seen:
            return None
        seen.add(clinic.slug)
        slug = clinic.slug
