"""Print, as JSON, which rows of the seeded database stand for the {names} in pages.json."""

import json

import django

django.setup()

from clinics.models import Clinic, Treatment  # noqa: E402  (needs the setup above)


def main() -> None:
    """Print {name: value}; a name without a row is left out."""
    shown = Treatment.objects.filter(publication="published")
    checked = shown.filter(level="checked", clinic__is_sample=True, clinic__status="open")
    treatment, second = checked.order_by("pk")[:2] if checked.count() > 1 else (None, None)
    listed = shown.filter(clinic__is_sample=False).order_by("pk").values("clinic_id")
    clinic = Clinic.objects.filter(pk__in=listed).order_by("pk").first()
    found = {}
    if treatment and second:
        found = {"treatment": str(treatment.pk), "sample_clinic": treatment.clinic.slug}
        found["second"] = str(second.pk)
    if clinic:
        found["list_clinic"] = clinic.slug
    print(json.dumps(found))


main()
