"""Which treatments a person may review."""

from __future__ import annotations

from clinics.models import Clinic, Treatment


def reviewable_treatments():  # type: ignore[no-untyped-def]
    """Treatments that are or were public, of clinics that have a page (closed ones too)."""
    return (
        Treatment.objects.exclude(publication=Treatment.Publication.DRAFT)
        .filter(clinic__in=Clinic.objects.with_page())
        .select_related("clinic")
        .order_by("title_ja", "pk")
    )
