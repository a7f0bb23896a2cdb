"""What the check page says about pasted text."""

import pytest

from register.checking import check_text
from tests.factories import SourceFactory, TreatmentFactory

pytestmark = pytest.mark.django_db


def test_a_number_is_decoded_and_leads_to_its_listing():
    treatment = TreatmentFactory(checked=True, number="PB3250067")
    found = check_text("第二種・計画番号ＰＢ３２５００６７です")
    [number] = found.numbers
    assert number.number.canonical == "PB3250067"
    assert [segment["text"] for segment in number.plate][-1] == "0067"
    assert number.url.endswith(f"#t{treatment.pk}")


def test_a_number_nobody_carries_is_never_called_false(client):
    page = client.get("/check/", {"q": "PB3250067"}).content.decode()
    assert "Which clinic gave it to you?" in page
    assert "fake" not in page.lower()


def test_an_advert_is_explained():
    found = check_text("Government-approved umbilical cord stem cells, Class II")
    assert len(found.phrases) >= 2
    assert all(phrase.why and phrase.source.startswith("http") for phrase in found.phrases)


def test_a_clinic_named_in_a_text_is_found():
    TreatmentFactory(clinic__name_ja="医療法人社団試験会 ひかり再生院", clinic__name_en="")
    [name] = check_text("先日ひかり再生院の広告を見ました").names
    assert name.name_ja == "試験会 ひかり再生院"


def test_part_of_a_name_finds_the_clinic():
    TreatmentFactory(clinic__name_en="Bright River Clinic")
    assert [found.name for found in check_text("bright river").names] == ["Bright River Clinic"]


def test_a_near_miss_is_explained_not_corrected():
    [miss] = check_text("PB31700222").misses
    assert miss.why
    assert check_text("PB31700222").numbers == []


def test_nothing_found_says_so(client):
    page = client.get("/check/", {"q": "hello there"}).content.decode()
    assert "We found no number" in page


def test_the_page_names_the_day_of_the_list(client):
    from register.models import Snapshot

    Snapshot.objects.create(
        file_name="a.csv", sha256="0" * 64, rows=1, source=SourceFactory(seen_on="2026-09-18")
    )
    assert "18 Sep 2026" in client.get("/check/", {"q": "PB3250067"}).content.decode()


@pytest.mark.parametrize(("text", "status"), [("x" * 200_000, 200), ("x" * 200_001, 413)])
def test_a_long_text_has_a_limit(client, text, status):
    response = client.post("/check/", {"text": text})
    assert response.status_code == status


def test_a_long_query_has_a_limit_and_nothing_typed_is_lost(client):
    response = client.get("/check/", {"q": "y" * 1001})
    assert response.status_code == 413
    assert "y" * 1001 in response.content.decode()


def test_post_needs_no_token_because_nothing_is_kept(db):
    from django.test import Client

    assert (
        Client(enforce_csrf_checks=True).post("/check/", {"text": "PB3250067"}).status_code == 200
    )


def test_an_unlisted_clinic_is_not_named():
    TreatmentFactory(clinic__name_ja="ひみつ再生院", publication="draft")
    assert check_text("ひみつ再生院").names == []
