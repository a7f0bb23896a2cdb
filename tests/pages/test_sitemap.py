"""Every public address is in the sitemap, however many there are."""

import re

import pytest

from pages import sitemaps
from tests.factories import ClinicFactory, TreatmentFactory

pytestmark = pytest.mark.django_db


def locations(client, address):
    return re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", client.get(address).content.decode())


def everything(client):
    return [page for part in locations(client, "/sitemap.xml") for page in locations(client, part)]


def test_all_clinics_stand_in_it_past_one_page(client, monkeypatch):
    monkeypatch.setattr(sitemaps.Clinics, "limit", 3)
    slugs = [TreatmentFactory().clinic.slug for _n in range(8)]
    parts = locations(client, "/sitemap.xml")
    assert len([part for part in parts if "clinics" in part]) == 6
    pages = everything(client)
    assert len(pages) == len(set(pages))
    for slug in slugs:
        assert f"/clinics/{slug}/" in pages
        assert f"/ja/clinics/{slug}/" in pages


def test_invented_and_unlisted_clinics_do_not(client):
    sample = TreatmentFactory(clinic=ClinicFactory(sample=True), is_sample=True).clinic
    draft = TreatmentFactory(publication="draft").clinic
    assert not [p for p in everything(client) if sample.slug in p or draft.slug in p]


def test_pages_and_guides_stand_in_it_and_answer(client):
    pages = [page for page in everything(client) if "/clinics/" not in page]
    assert "/guides/classes/" in pages
    assert "/ja/check/" in pages
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    for _n in range(12):
        TreatmentFactory()
    with django_assert_max_num_queries(6):
        client.get("/sitemap.xml")
    with django_assert_max_num_queries(4):
        client.get("/sitemap-clinics.xml")


def test_an_unknown_section_is_not_found(client):
    assert client.get("/sitemap-nothing.xml").status_code == 404
    assert client.get("/sitemap-clinics.xml?p=999").status_code == 404
