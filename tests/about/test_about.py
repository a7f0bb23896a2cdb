import re

import pytest
from django.urls import resolve, reverse
from django.utils import translation

from guides import loader
from guides.placeholders import names
from pages.about.retention import duration, retention_rows
from pages.about.urls import SLUGS
from pages.about.values import live_values
from pages.about.views import CONTENT
from quotes import limits

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize("slug", SLUGS)
def test_page_answers_in_both_languages(client, settings, prefix, slug):
    settings.OPERATOR_NAME = "Patients & Friends <i>"
    response = client.get(f"{prefix}/about/{slug}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Patients &amp; Friends &lt;i&gt;" in page
    assert page.count("<h1") == 1
    assert f'<html lang="{prefix.strip("/") or "en"}"' in page
    assert not re.search(r"\{[a-z_]+\}", page)


@pytest.mark.parametrize("slug", SLUGS)
def test_address_has_a_name(slug):
    assert reverse(f"pages:about_{slug.replace('-', '_')}") == f"/about/{slug}/"


@pytest.mark.parametrize("slug", SLUGS)
def test_page_says_that_no_lawyer_reviewed_it(client, slug):
    page = client.get(f"/about/{slug}/").content.decode()
    assert "No lawyer has reviewed this page. A lawyer must, before real use." in page
    assert "No clinician has reviewed this page." in page


@pytest.mark.parametrize("slug", ["privacy", "terms"])
@pytest.mark.parametrize(
    ("prefix", "words"), [("", "No lawyer"), ("/ja", "弁護士の確認を受けていません")]
)
def test_legal_text_itself_says_that_no_lawyer_reviewed_it(client, prefix, slug, words):
    assert words in client.get(f"{prefix}/about/{slug}/").content.decode()


def test_privacy_names_the_controller(client, settings):
    settings.OPERATOR_NAME, settings.OPERATOR_ADDRESS = "Operator X", "Street 7"
    settings.OPERATOR_EMAIL = "x@example.org"
    page = client.get("/about/privacy/").content.decode()
    for words in ("Operator X, Street 7", 'href="mailto:x@example.org"'):
        assert words in page


def test_privacy_prints_the_live_days(client, settings):
    assert (
        f"{limits.DAYS['open']} days after it was last used"
        in client.get("/about/privacy/").content.decode()
    )
    settings.QUOTES_KEPT_DAYS = {"open": 31}
    assert "31 days after it was last used" in client.get("/about/privacy/").content.decode()
    assert "最後の動きから31日" in client.get("/ja/about/privacy/").content.decode()


def test_every_time_limit_of_quotes_stands_in_the_table(settings):
    settings.QUOTES_KEPT_DAYS = {name: n for n, name in enumerate(limits.DAYS, 2)}
    for language in ("en", "ja"):
        kept = " ".join(row.kept for row in retention_rows(language))
        for name in limits.DAYS:
            assert duration(limits.days(name), language) in kept, name


@pytest.mark.parametrize(
    ("days", "english", "japanese"),
    [
        (1, "1 day", "1日"),
        (90, "90 days", "90日"),
        (365, "12 months", "12か月"),
        (1096, "36 months", "36か月"),
    ],
)
def test_duration_is_told_in_words(days, english, japanese):
    assert duration(days, "en") == english
    assert duration(days, "ja") == japanese


def test_money_page_says_when_funding_is_not_stated(client, settings):
    assert "has not stated here who pays" in client.get("/about/money/").content.decode()
    settings.OPERATOR_FUNDING = "The members pay."
    page = client.get("/about/money/").content.decode()
    assert "The members pay." in page
    assert "has not stated" not in page


@pytest.mark.parametrize("language", ["en", "ja"])
def test_placeholders_have_values_and_own_links_exist(language):
    documents = loader.documents(CONTENT, language)
    assert set(documents) == set(SLUGS)
    values = live_values(language)
    with translation.override(language):
        for document in documents.values():
            assert names(document.html) <= set(values)
            for address in re.findall(r'href="(/[^"]*)"', document.html):
                resolve(address.partition("#")[0])


@pytest.mark.parametrize("language", ["en", "ja"])
def test_links_into_a_page_find_their_place(client, language):
    pages = [*loader.documents(CONTENT, language).values(), *loader.all_guides(language)]
    found = [link for page in pages for link in re.findall(r'href="(/[^"]*)#([^"]+)"', page.html)]
    found += [tuple(s.url.split("#")) for page in pages for s in page.sources if s.url[0] == "/"]
    assert len(found) >= 2
    for address, anchor in found:
        assert f'id="{anchor}"' in client.get(address).content.decode()


def test_unknown_about_page_is_a_404(client):
    assert client.get("/about/nothing/").status_code == 404
