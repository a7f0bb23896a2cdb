"""From each treatment to its guides; from no guide to a clinic."""

import re

import pytest
from django.utils import translation

import guides
from guides import loader
from guides.claims.reading import all_claims
from guides.glossary.terms import terms
from tests.factories import TreatmentFactory

pytestmark = pytest.mark.django_db


def test_fewest_subjects_first_and_no_more_than_asked():
    links = guides.parts_for(["t2d", "diabetes", "fat_msc"], most=4)
    assert len(links) == 4
    about = [loader.guide(link.url.split("/")[2], "en").meta.about for link in links]
    assert [len(codes) for codes in about] == sorted(len(codes) for codes in about)
    assert all("any" not in codes for codes in about)


def test_unknown_codes_have_no_guide():
    assert guides.parts_for([""], most=4) == []
    assert guides.parts_for(["no-such-code"], most=4) == []


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_clinic_page_leads_from_the_treatment_to_its_guides(client, prefix):
    treatment = TreatmentFactory(checked=True)
    page = client.get(f"{prefix}/clinics/{treatment.clinic.slug}/").content.decode()
    with translation.override("ja" if prefix else "en"):
        for link in guides.parts_for(["t2d", "diabetes", "fat_msc"], most=4):
            assert f'href="{link.url}"' in page
    assert f"{prefix}/guides/questions/?treatment={treatment.pk}" in page
    assert f"{prefix}/guides/journey/?treatment={treatment.pk}" in page


def test_clinic_page_takes_no_more_queries_with_more_treatments(client, assert_same_queries):
    clinic = TreatmentFactory(checked=True).clinic
    assert_same_queries(
        clinic.get_absolute_url(),
        lambda: [TreatmentFactory(checked=True, clinic=clinic) for _n in range(4)],
    )


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_no_guide_leads_to_a_clinic(client, prefix):
    clinic = TreatmentFactory(checked=True).clinic
    language = "ja" if prefix else "en"
    pages = [f"/guides/{guide.slug}/" for guide in loader.all_guides(language)]
    pages += [f"/guides/claims/{claim.id}/" for claim in all_claims(language)[:5]]
    pages += ["/guides/", "/guides/claims/", "/guides/glossary/", "/guides/units/",
              "/guides/questions/", "/guides/journey/"]  # fmt: skip
    for path in pages:
        page = client.get(prefix + path).content.decode()
        leads = re.findall(r'href="(?:/ja)?(/clinics/[^"?#]+/)"', page)
        assert set(leads) <= {"/clinics/suggest/"}, path
        assert clinic.slug not in page, path


def test_glossary_leads_nowhere():
    assert not any("http" in term.say for lang in ("en", "ja") for term in terms(lang))
