"""What the drill asks about: a small catalogue with clinics that take requests by mail."""

from django.utils import timezone

from benchmarks import catalogue


def seed(clinics: int = 80) -> list[tuple[int, int]]:
    """Fill the database; return (treatment, clinic) of everything that can be asked about."""
    from clinics.models import Clinic, Treatment, TreatmentCondition

    catalogue.fill(clinics)
    checked = list(Treatment.objects.listed().checked().order_by("pk"))
    for treatment in checked:
        for code, how in (("t2d", "named"), ("diabetes", "parent")):
            TreatmentCondition.objects.get_or_create(
                treatment=treatment, code=code, defaults={"how": how}
            )
    Clinic.objects.filter(pk__in=[one.clinic_id for one in checked]).update(
        contact_email="clinic@drill.example.org", contact_confirmed_on=timezone.localdate()
    )
    return [(one.pk, one.clinic_id) for one in checked]
