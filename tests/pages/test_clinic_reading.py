"""What was hard to read on a clinic's page: said twice, said again and again, open elsewhere."""

import pytest

from tests.factories import ClinicFactory, TreatmentFactory

pytestmark = pytest.mark.django_db
MAPS = "https://www.google.com/maps/search/?api=1&amp;query="


def page_of(client, clinic) -> str:
    return " ".join(client.get(f"/clinics/{clinic.slug}/").text.split())


def test_each_class_is_explained_once(client):
    clinic = ClinicFactory()
    for asrm_class in ("2", "3", "2", "3", "2"):
        TreatmentFactory(clinic=clinic, asrm_class=asrm_class)
    context = client.get(f"/clinics/{clinic.slug}/").context
    told = [shown.class_explained for shown in context["view"].treatments]
    assert [bool(text) for text in told] == [True, True, False, False, False]


def test_what_is_given_exactly_stands_in_place_of_the_general_word(client):
    treatment = TreatmentFactory(product="fat_msc", product_detail="asc")
    html = page_of(client, treatment.clinic)
    assert "<dd>Fat stem cells (ASC, ADSC)</dd>" in html
    assert "<dd>Fat stem cells</dd>" in page_of(client, TreatmentFactory().clinic)


@pytest.mark.parametrize("address_ja", ["東京都新宿区西新宿1-1", "新宿区西新宿1-1"])
def test_the_address_opens_in_a_maps_app_outside(client, address_ja):
    treatment = TreatmentFactory(clinic__address_ja=address_ja)
    html = page_of(client, treatment.clinic)
    address = "%E6%9D%B1%E4%BA%AC%E9%83%BD%E6%96%B0%E5%AE%BF%E5%8C%BA%E8%A5%BF%E6%96%B0%E5%AE%BF1-1"
    assert f'<a href="{MAPS}{address}" rel="noopener noreferrer external">' in html
    assert "This leaves our site" in html


@pytest.mark.parametrize(
    "values",
    [
        {"clinic__address_ja": ""},
        {"clinic__address_ja": "東京都", "clinic__closed": True},
        {"clinic__address_ja": "東京都", "clinic__sample": True, "is_sample": True},
    ],
)
def test_no_way_to_an_address_that_is_none(client, values):
    if "is_sample" in values:
        values |= {"checked": True, "number": "PB9250001"}
    assert MAPS not in page_of(client, TreatmentFactory(**values).clinic)
