"""Words explained in a page: the first of each, by a button that needs no script."""

import re

import pytest

from guides.glossary.marking import MOST, mark
from guides.glossary.terms import terms

BUTTON = re.compile(r'<button type="button" class="k-term" popovertarget="([^"]+)"')


def test_first_use_is_explained_and_the_second_stays():
    html = mark("<p>The HbA1c fell. HbA1c is a test.</p>", "en")
    assert BUTTON.findall(html) == ["term-hba1c"]
    assert html.count('id="term-hba1c"') == 1
    assert 'aria-describedby="term-hba1c"' in html
    assert html.endswith("HbA1c is a test.</p>")


@pytest.mark.parametrize(
    "html",
    [
        "<h2>HbA1c</h2>",
        '<p><a href="/x">the <strong>HbA1c</strong></a></p>',
        "<blockquote><p>Claim: HbA1c</p></blockquote>",
        "<p><code>HbA1c</code></p>",
        "<table><tr><th>HbA1c</th></tr></table>",
        '<p class="HbA1c">x</p>',
        "<p>preHbA1c HbA1c-like</p>",
    ],
)
def test_some_places_stay_as_they_are(html):
    assert mark(html, "en") == html


def test_text_after_a_link_is_explained_again():
    html = mark('<p><a href="/x">HbA1c</a> and HbA1c</p>', "en")
    assert html.startswith('<p><a href="/x">HbA1c</a> and <button')


def test_japanese_words_are_found_without_spaces_longest_first():
    html = mark("<p>細胞は間葉系幹細胞です。</p>", "ja")
    assert BUTTON.findall(html) == ["term-msc"]
    assert ">間葉系幹細胞</button>" in html


def test_a_page_does_not_drown_in_buttons():
    every = " ".join(term.heading for term in terms("en"))
    assert len(BUTTON.findall(mark(f"<p>{every}</p>", "en"))) == MOST


def test_no_definition_states_a_number_or_a_banned_word():
    from guides import banned
    from guides.sentences import Sentence

    for language in ("en", "ja"):
        for term in terms(language):
            assert not Sentence(term.say, "").has_number, term.id
            assert banned.found_in(term.say, language) == [], term.id


def test_every_word_leads_to_one_term():
    for language in ("en", "ja"):
        words = [word.casefold() for term in terms(language) for word in term.words]
        assert len(words) == len(set(words))


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_glossary_holds_every_term_in_both_languages(client, prefix):
    page = client.get(f"{prefix}/guides/glossary/").content.decode()
    for term in terms("ja" if prefix else "en"):
        assert f'id="{term.id}"' in page
        assert term.heading.replace("'", "&#x27;") in page


@pytest.mark.django_db
def test_guide_explains_its_words(client):
    page = client.get("/guides/results-against-a-dummy-drip/").content.decode()
    assert len(BUTTON.findall(page)) >= 2
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
