"""Claims we checked: complete, sourced, linkable, the same as open data."""

import re

import pytest
import yaml
from django.urls import resolve
from django.utils import translation

from guides import data
from guides.claims import lint, reading
from guides.claims.reading import all_claims
from guides.claims.verdicts import THEMES, VERDICTS

IDS = [claim.id for claim in all_claims("en")]


def test_shipped_claims_have_no_problem():
    assert lint.check_claims() == []


def test_there_are_at_least_thirty_and_every_verdict_is_used():
    assert len(IDS) >= 30
    assert {claim.verdict for claim in all_claims("en")} == set(VERDICTS)
    assert {claim.theme for claim in all_claims("en")} == set(THEMES)


def test_both_languages_hold_the_same_claims():
    english, japanese = all_claims("en"), all_claims("ja")
    assert [c.id for c in english] == [c.id for c in japanese]
    for one, other in zip(english, japanese, strict=True):
        assert re.search("[ぁ-んァ-ン一-龠]", other.claim + other.say), other.id
        assert not re.search("[ぁ-んァ-ン]", one.claim + one.say), one.id


@pytest.fixture
def one_claim(monkeypatch):
    """Return a function that makes this the only claim, with some words changed."""
    row = {
        "id": "a-claim", "verdict": "wrong", "guides": [],
        "en": {"claim": "It will cure you.", "why": "No trial says so [@zang].", "say": "No."},
        "ja": {"claim": "完治します。", "why": "試験はありません[@zang]。", "say": "いいえ。"},
    }  # fmt: skip
    sources = {"zang": data.read("claims/sources.yaml")["zang"]}

    def make(language: str = "en", **changes):
        changed = yaml.safe_load(yaml.safe_dump(row))
        for name, text in changes.items():
            (changed[language] if name in changed[language] else changed)[name] = text

        def read(name: str):
            if name == "claims/sources.yaml":
                return sources
            return [changed] if name.endswith("law.yaml") else []

        monkeypatch.setattr(data, "read", read)
        return lint.check_claims()

    return make


def test_banned_word_is_free_in_the_claim_only(one_claim):
    assert one_claim() == []
    assert "banned word 'cure'" in one_claim(why="It will cure you [@zang].")[0]
    assert "banned word '完治'" in one_claim("ja", say="完治します。")[0]
    assert one_claim(why="The advert says “cure”. No trial does [@zang].") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"say": "It costs 5 yen."}, "a number without a source"),
        ({"why": "No trial says so [@nobody]."}, "nobody is no source"),
        ({"why": "No trial says so."}, "cites other sources in Japanese"),
        ({"verdict": "maybe"}, "verdict must be one of"),
        ({"say": ""}, "en.say is missing"),
        ({"id": "A claim"}, "the id must be"),
        ({"guides": ["no-such-guide"]}, "is no guide"),
    ],
)
def test_bad_claim_is_told(one_claim, changes, said):
    assert any(said in line for line in one_claim(**changes)), one_claim(**changes)


def test_source_that_nobody_cites_is_told(one_claim):
    problems = one_claim("en", why="No trial says so.", say="No.")
    assert "claims/sources.yaml: zang is never cited" in problems


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_index_links_every_claim_and_its_anchor(client, prefix):
    page = client.get(f"{prefix}/guides/claims/").content.decode()
    for key in IDS:
        assert f'id="{key}"' in page
        assert f'href="{prefix}/guides/claims/{key}/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_each_claim_has_a_page_with_verdict_sources_and_dates(client, prefix):
    for claim in all_claims("ja" if prefix else "en"):
        response = client.get(f"{prefix}/guides/claims/{claim.id}/")
        page = response.content.decode()
        assert response.status_code == 200
        assert claim.verdict_label in page
        assert page.count('<li id="source-') == len(claim.sources)
        assert not re.search(r"\[@|\[s\d", page), claim.id
        assert page.count("<h1") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["nothing", "root-cause.en", "..%2f", "x" * 3000])
def test_unknown_claim_is_a_404(client, slug):
    assert client.get(f"/guides/claims/{slug}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ja"])
def test_open_data_says_what_the_pages_say(client, language):
    answer = client.get(f"/api/v1/claims/?lang={language}")
    body = answer.json()
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert body["count"] == len(body["results"]) == len(IDS)
    assert body["clinical_reviewer"] is None
    first, row = all_claims(language)[0], body["results"][0]
    assert (row["id"], row["claim"], row["verdict"]) == (first.id, first.claim, first.verdict)
    assert len(row["sources"]) == len(first.sources)
    assert not re.search(r"\[@|\[s\d|<", row["say"])
    with translation.override(language):
        assert resolve("/" + row["url"].split("/", 3)[3]).url_name == "claim"


@pytest.mark.django_db
def test_open_data_refuses_what_it_does_not_know(client):
    assert client.get("/api/v1/claims/?verdict=wrong").status_code == 400
    assert client.get("/api/v1/claims/?lang=xx").status_code == 400
    assert "/claims/" in client.get("/api/v1/schema/").json()["paths"]


def test_reading_is_done_once():
    assert reading.all_claims("en") is reading.all_claims("en")


def test_no_trace_of_a_citation_stays_in_plain_words():
    for language in ("en", "ja"):
        for claim in all_claims(language):
            for text in (claim.say, claim.why_text):
                assert not re.search(r"\s[.,。]|\s\s|\[|<", text), text


def test_claims_read_easily():
    assert lint.hard_claims() == []
