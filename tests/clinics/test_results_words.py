"""What the results say in words is what they compare."""

import pytest

from tests.factories import PriceSheetFactory, TreatmentFactory

pytestmark = pytest.mark.django_db


def test_a_card_names_the_total_that_is_compared(client):
    PriceSheetFactory(jpy_min=900_000, jpy_max=900_000, total_min=2_700_000, total_max=2_800_000)
    page = client.get("/clinics/?price_max=2750000").content.decode()
    assert "usual course in all: ¥2,700,000–2,800,000" in page


def test_nothing_found_is_said_plainly(client):
    page = client.get("/clinics/?q=nowhere").content.decode()
    assert "<b>0</b> clinics" in page
    assert "0</b> clinics on the ministry" not in page


@pytest.mark.parametrize("amount", ["2750000", "275万", "２７５万円", "2,750,000"])
def test_an_amount_may_be_written_as_people_write_it(client, amount):
    sheet = PriceSheetFactory(total_min=2_700_000, total_max=2_800_000)
    dear = PriceSheetFactory(total_min=9_000_000, total_max=9_000_000)
    page = client.get("/clinics/", {"price_max": amount}).content.decode()
    assert sheet.treatment.clinic.slug in page
    assert dear.treatment.clinic.slug not in page


@pytest.mark.parametrize(
    "words", ["licence number", "License No", "計画番号", "licence number PB3250067"]
)
def test_licence_number_is_a_synonym(client, words):
    known = TreatmentFactory(checked=True, number="PB3250067")
    page = client.get("/clinics/", {"q": words}, follow=True).content.decode()
    assert known.clinic.slug in page
