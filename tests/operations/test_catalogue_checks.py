"""Each check of live data is silent on good data and names what is wrong."""

import datetime

import pytest
from django.core.management import call_command

from clinics.models import Clinic, PriceSheet, Treatment, TreatmentCondition
from operations import catalogue_checks as checks
from tests.factories import PriceSheetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return PriceSheetFactory(treatment__conditions=["t2d"]).treatment


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        (checks.samples_agree, lambda t: Treatment.objects.update(is_sample=True)),
        (checks.numbers_are_canonical, lambda t: Treatment.objects.update(number="pb3250067")),
        (checks.numbers_are_canonical, lambda t: Treatment.objects.update(number="NA8150001")),
        (
            checks.live_listings_have_a_price,
            lambda t: PriceSheet.objects.update(valid_to=datetime.date(2026, 2, 1)),
        ),
        (
            checks.conditions_are_widened,
            lambda t: TreatmentCondition.objects.filter(code="diabetes").delete(),
        ),
        (checks.regions_fit, lambda t: Clinic.objects.update(region="5")),
    ],
)
def test_a_check_sees_its_damage(listing, check, damage):
    assert check() == []
    damage(listing)
    [line] = check()
    assert str(listing.pk) in line or str(listing.clinic_id) in line


def test_check_listings_counts_findings(listing, capsys):
    Treatment.objects.update(number="PB5250067")
    call_command("check_listings")
    assert "listings 1, open findings 1" in capsys.readouterr().out
