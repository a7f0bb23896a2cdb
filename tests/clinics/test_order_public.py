"""What the public page says about orders, and what never ships."""

import datetime
import zlib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from clinics.models import Clinic
from tests.clinics.order_helpers import released
from tests.factories import CellLabFactory, TreatmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles(db):
    call_command("sync_roles", verbosity=0)


@pytest.fixture
def lab_clinic():
    treatment = TreatmentFactory(checked=True)
    treatment.cell_labs.add(
        CellLabFactory(number="FA3250001", name_ja="西の加工所", name_en="West Lab")
    )
    return treatment.clinic


def test_by_default_nothing_is_claimed_about_orders(client):
    clinic = TreatmentFactory().clinic
    page = client.get(f"/clinics/{clinic.slug}/").content.decode()
    assert "Not looked up by us for this clinic. That is not an all-clear." in page


@pytest.mark.parametrize(
    ("looked", "words"),
    [
        (datetime.date(2026, 10, 3), "We last looked for further orders on 3 Oct 2026."),
        (None, "We have not looked for further orders."),
    ],
)
def test_beside_an_order_stands_when_we_looked_for_others(client, lab_clinic, looked, words):
    released(("facility", "FA3250001"))
    Clinic.objects.filter(pk=lab_clinic.pk).update(orders_looked_up_on=looked)
    assert words in client.get(f"/clinics/{lab_clinic.slug}/").content.decode()


def test_the_scope_is_japanese_on_the_japanese_page(client, lab_clinic):
    order = released(("facility", "FA3250001"))
    with translation.override("ja"):
        page = client.get(f"/ja/clinics/{lab_clinic.slug}/").content.decode()
    assert order.targets.get().scope_ja in page


# Names of institutions under an order, as (length, CRC-32): a test names no clinic either.
WITH_AN_INCIDENT = {
    (3, 4144748833), (3, 333007652), (3, 22228190), (5, 1970938775), (6, 3739448208),
    (7, 2363703619), (8, 1392879916), (8, 4069211260), (9, 2556829527), (9, 583582617),
    (10, 4067876919), (10, 1475845312), (12, 1254703709), (12, 432087346), (13, 3076683860),
}  # fmt: skip


def test_shipped_content_names_no_clinic_with_an_incident():
    lengths = {length for length, _crc in WITH_AN_INCIDENT}
    found = []
    for folder in ("register/data", "guides", "operations/demo", "templates", "locale"):
        for file in Path(folder).rglob("*"):
            if file.suffix not in {".csv", ".md", ".html", ".po", ".json", ".toml", ".py"}:
                continue
            text = "".join(file.read_text(encoding="utf-8").split())
            for length in lengths:
                for start in range(len(text) - length + 1):
                    piece = text[start : start + length]
                    if (length, zlib.crc32(piece.encode())) in WITH_AN_INCIDENT:
                        found.append((str(file), piece))
    assert not found
