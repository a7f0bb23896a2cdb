"""The pages a patient's questions need: each there in both languages, sourced, linked, neutral."""

import re

import pytest
from django.urls import resolve

from clinics.asrm import terms
from guides import loader
from guides.sentences import sentences

QUESTIONS = [
    "am-i-a-candidate",
    "can-it-cure-diabetes",
    "cells-used",
    "diabetes-complications",
    "how-it-is-meant-to-work",
    "how-long-it-lasts",
    "how-long-it-takes",
    "how-to-check-a-number",
    "if-you-feel-ill",
    "insulin-and-tablets",
    "other-conditions",
    "other-options",
    "paying-and-insurance",
    "questions-to-ask",
    "results-against-a-dummy-drip",
    "risks-and-what-has-happened",
    "tests-before-treatment",
    "visa-and-guarantor",
    "what-it-costs",
    "why-japan",
]
NOT_A_CLINIC = {"suggest"}
ABOUT_DIABETES = {
    slug
    for slug in QUESTIONS
    if slug
    not in {
        "cells-used", "how-to-check-a-number", "other-conditions", "paying-and-insurance",
        "risks-and-what-has-happened", "visa-and-guarantor", "what-it-costs", "why-japan",
    }
}  # fmt: skip
STOP_NOTHING = {
    "en": re.compile(r"not stop insulin or tablets without your doctor", re.IGNORECASE),
    "ja": re.compile("医師に相談せずに、インスリンや飲み薬をやめないで"),
}


def guide(slug, language):
    found = loader.guide(slug, language)
    assert found is not None, f"{slug}.{language}.md is missing"
    return found


def text(slug, language):
    return (loader.CONTENT / f"{slug}.{language}.md").read_text(encoding="utf-8")


def all_slugs():
    return sorted({path.name.split(".")[0] for path in loader.CONTENT.glob("*.md")})


both_languages = pytest.mark.parametrize("language", ["en", "ja"])


@both_languages
@pytest.mark.parametrize("slug", QUESTIONS)
def test_each_question_has_a_page_with_sources(slug, language):
    page = guide(slug, language)
    assert len(page.sources) >= 2
    outside = [source for source in page.sources if not source.address.startswith("/")]
    assert len(outside) >= 2, "a page may not stand on our own text alone"


@pytest.mark.parametrize("slug", QUESTIONS)
def test_both_languages_give_the_same_page(slug):
    english, japanese = guide(slug, "en"), guide(slug, "ja")
    assert [anchor for anchor, _ in english.contents] == [anchor for anchor, _ in japanese.contents]
    for fact in ("version", "last_checked", "next_check", "clinical_reviewer", "about"):
        assert getattr(english.meta, fact) == getattr(japanese.meta, fact), fact


@both_languages
@pytest.mark.parametrize("slug", QUESTIONS)
def test_numbers_are_the_same_in_both_languages(slug, language):
    """A number of one row of a table may not be lost or changed in the other language."""
    other = "ja" if language == "en" else "en"

    def rows(tongue):
        body = text(slug, tongue).split("\n---\n", 1)[1]
        kept = [line for line in body.splitlines() if line.startswith("| ") and "---" not in line]
        return [sorted(re.findall(r"\d+\.\d+", line)) for line in kept]

    assert rows(language) == rows(other)


@both_languages
@pytest.mark.parametrize("slug", QUESTIONS)
def test_page_answers_first_and_says_what_is_unknown(slug, language):
    page = guide(slug, language)
    anchors = [anchor for anchor, _ in page.contents]
    assert anchors[0] == "answer"
    assert "unknown" in anchors
    assert page.contents[0][1].endswith(("?", "か"))


@both_languages
@pytest.mark.parametrize("slug", sorted(ABOUT_DIABETES))
def test_diabetes_page_says_to_stop_nothing_alone(slug, language):
    assert STOP_NOTHING[language].search(text(slug, language))


@both_languages
def test_links_between_guides_lead_somewhere(language):
    slugs = set(all_slugs())
    for slug in slugs:
        for target, anchor in re.findall(
            r"\(/guides/([a-z0-9-]+)/(?:#([a-z0-9-]+))?\)", text(slug, language)
        ):
            if target not in slugs:
                view = resolve(f"/guides/{target}/").url_name
                assert view != "page", f"{slug} links to {target}"
                continue
            anchors = {name for name, _ in guide(target, language).contents}
            assert not anchor or anchor in anchors, f"{slug} links to {target}#{anchor}"


@both_languages
def test_no_guide_links_to_a_clinic(language):
    for slug in all_slugs():
        linked = set(re.findall(r"/clinics/([^/?#)\s]+)/", text(slug, language)))
        assert linked <= NOT_A_CLINIC, slug


@both_languages
def test_claim_is_followed_by_our_answer(language):
    """A box of somebody's claim never ends a section: the answer stands below it."""
    for slug in QUESTIONS:
        for after in re.split(
            r"^> (?:Claim|よくある表現)[:：].*\n", text(slug, language), flags=re.M
        )[1:]:
            following = after.strip().splitlines()[0]
            assert not following.startswith(("{#", ">")), f"{slug}: {following}"


@pytest.mark.parametrize("slug", QUESTIONS)
def test_page_is_short_enough_to_read(slug):
    body = text(slug, "en").split("\n---\n", 1)[1]
    words = sum(len(sentence.words.split()) for sentence in sentences(body, "en"))
    assert 250 <= words <= 1000, words


@pytest.mark.parametrize("slug", QUESTIONS)
def test_page_explains_known_codes_only(slug):
    known = {"any"} | {
        term.code for group in ("product", "condition") for term in terms.terms(group)
    }
    assert set(guide(slug, "en").meta.about) <= known


def test_every_guide_is_checked_within_half_a_year():
    for slug in all_slugs():
        meta = guide(slug, "en").meta
        assert (meta.next_check - meta.last_checked).days <= 184, slug


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("can-it-cure-diabetes", ["20 in 100", "5 in 100"]),
        ("risks-and-what-has-happened", ["20 August 2025", "10 March 2026", "119"]),
        ("other-options", ["36 in 100 against 3 in 100"]),
        ("tests-before-treatment", ["mmol/mol", "nmol/L"]),
        ("how-to-check-a-number", ["/check/"]),
        ("if-you-feel-ill", ["119", "救急車を呼んでください"]),
    ],
)
def test_page_keeps_what_it_must_say(slug, words):
    assert [word for word in words if word not in text(slug, "en")] == []
