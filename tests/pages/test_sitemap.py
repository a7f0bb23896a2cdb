"""Every public address is in the sitemap, however many there are."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.models import PublicChange
from pages import sitemaps
from tests.factories import ClinicFactory, TreatmentFactory
from tests.reviews.factories import published_review, waiting_review

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


def test_only_review_pages_that_hold_a_review_stand_in_it(client):
    silent, waiting = TreatmentFactory(), TreatmentFactory()
    waiting_review(waiting)
    reviewed = published_review(TreatmentFactory()).treatment.clinic
    pages = [page for page in everything(client) if page.endswith("/reviews/")]
    assert pages == [f"/clinics/{reviewed.slug}/reviews/", f"/ja/clinics/{reviewed.slug}/reviews/"]
    assert client.get(pages[1]).status_code == 200
    assert silent.clinic.slug not in "".join(pages)


def test_the_day_of_the_last_change_is_told_and_nothing_where_none_is_known(client):
    told, quiet = TreatmentFactory().clinic, TreatmentFactory().clinic
    PublicChange.objects.all().delete()
    with time_machine.travel("2026-10-03 09:00:00Z", tick=False):
        PublicChange.objects.create(clinic=told)
    section = client.get("/sitemap-clinics.xml").content.decode()
    dated = re.findall(r"clinics/([^/]+)/</loc><lastmod>([^<]+)</lastmod>", section)
    assert dated == [(told.slug, "2026-10-03")] * 2
    assert quiet.slug in section
    index = client.get("/sitemap.xml").content.decode()
    assert re.search(r"sitemap-clinics.xml</loc>\s*<lastmod>2026-10-03", index)


@pytest.mark.parametrize(
    "address", ["/sitemap.xml", "/sitemap-clinics.xml", "/sitemap-reviews.xml"]
)
def test_the_number_of_queries_does_not_grow(client, address):
    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get(address)
        return len(made)

    published_review(TreatmentFactory())
    before = queries()
    for _n in range(5):
        published_review(TreatmentFactory())
    assert 0 < queries() == before


def test_an_unknown_section_is_not_found(client):
    assert client.get("/sitemap-nothing.xml").status_code == 404
    assert client.get("/sitemap-clinics.xml?p=999").status_code == 404
