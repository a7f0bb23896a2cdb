"""A small site with one of everything, for tests that look at pages."""

import datetime
from dataclasses import dataclass

from django.core.management import call_command
from playwright.sync_api import Locator, Page

from clinics.models import Clinic, ClinicLanguage, Treatment
from register.actions import import_file
from register.reading import Path
from tests.factories import (
    ClinicFactory,
    OrderTargetFactory,
    PriceSheetFactory,
    TreatmentFactory,
    UserFactory,
)

SAMPLE_LIST = Path("register/data/ministry_list_sample.csv")


@dataclass
class Site:
    checked: Treatment
    listed: Treatment
    sample: Treatment
    closed: Clinic
    ordered: Clinic


def make_site() -> Site:
    """Return a checked, a listed and a sample treatment, a closed clinic and one with an order."""
    call_command("sync_roles", verbosity=0)
    import_file(SAMPLE_LIST, seen_on=datetime.date(2026, 9, 18))
    by = UserFactory(initials="MK")
    for n in range(6):
        sheet = PriceSheetFactory(
            treatment__checked_by=by,
            treatment__clinic__name_en=f"Bright River Clinic {n}",
            total_min=1_000_000 + 400_000 * n,
            total_max=1_100_000 + 400_000 * n,
            extras=[["First visit", "初診料", 11_000]],
            includes=["harvest", "doses"],
        )
        ClinicLanguage.objects.create(clinic=sheet.treatment.clinic, code="en")
    sample = TreatmentFactory(
        checked=True, is_sample=True, clinic__sample=True, number="PB9250001", checked_by=by
    )
    PriceSheetFactory(treatment=sample)
    closed = ClinicFactory(closed=True)
    TreatmentFactory(clinic=closed)
    ordered = ClinicFactory(name_en="Ordered Clinic")
    TreatmentFactory(clinic=ordered)
    OrderTargetFactory(clinic=ordered)
    listed = Treatment.objects.filter(level="list", conditions__code="diabetes").first()
    return Site(sheet.treatment, listed, sample, closed, ordered)


def press(page: Page, what: Locator) -> None:
    """Press what opens a page, and go on only when that page is there."""
    with page.expect_navigation():
        what.click()
