"""Guides are found by words, alone and together with the clinics."""

import pytest
from django.utils import translation

from guides import loader, search
from tests.factories import TreatmentFactory
from tests.guides.writing import write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("What does it cost?", "en", "what-it-costs"),
        ("insulin", "en", "insulin-and-tablets"),
        ("PLAN  number", "en", "what-a-plan-number-means"),
        ("exosome", "en", "cell-free-products"),
        ("エクソソーム", "ja", "cell-free-products"),
        ("計画番号", "ja", "what-a-plan-number-means"),
        ("費用", "ja", "what-it-costs"),
    ],
)
def test_words_find_their_guide(text, language, slug):
    with translation.override(language):
        assert f"/guides/{slug}/" in " ".join(found.url for found in search.find(text)[:8])


@pytest.mark.parametrize("text", ["", "  ", "?!", "the of a", "\ud800", "x" * 5000, "(((", "zzzz"])
def test_nothing_is_found_for_nothing(text):
    assert search.find(text) == []
    assert search.about(text) == []


def test_claims_and_words_are_found_too():
    kinds = {found.kind for found in search.find("remission")}
    assert kinds == {"guide", "claim", "term"}


def test_title_goes_before_text():
    found = [one.title for one in search.find("insulin") if one.kind == "guide"]
    assert found[0] == "Insulin and tablets"


def test_index_shows_what_was_found_and_keeps_it_out_of_search_engines(client):
    page = client.get("/guides/?q=exosome").content.decode()
    assert "/guides/cell-free-products/" in page
    assert 'content="noindex"' in page
    assert 'value="exosome"' in page


def test_words_of_a_visitor_are_escaped(client):
    page = client.get("/guides/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_results_page_names_guides_about_the_words(client):
    TreatmentFactory()
    page = client.get("/clinics/?q=exosome").content.decode()
    assert 'href="/guides/cell-free-products/"' in page
    japanese = client.get("/ja/clinics/?q=エクソソーム").content.decode()
    assert 'href="/ja/guides/cell-free-products/"' in japanese
    assert "k-also" not in client.get("/clinics/").content.decode()
    assert "k-also" not in client.get("/clinics/?q=Bright+River").content.decode()


def test_results_page_asks_the_database_no_more_for_it(client, assert_same_queries):
    TreatmentFactory()
    assert_same_queries("/clinics/?q=diabetes", lambda: [TreatmentFactory() for _n in range(5)])


def test_page_long_overdue_is_not_found(tmp_path, monkeypatch, client):
    for language in ("en", "ja"):
        path = write(tmp_path, "Uncommonword here [s1].\n", language=language)
        path.write_text(path.read_text().replace("2027-05-22", "2020-01-01"))
    monkeypatch.setattr(loader, "CONTENT", tmp_path)
    assert search.find("uncommonword") == []
    assert "a-page" not in client.get("/sitemap-guides.xml").content.decode()
    assert "noindex" in client.get("/guides/a-page/").content.decode()
