import os

import pytest

from guides import loader
from guides.errors import ContentError
from tests.guides.writing import HEAD, write


def test_load_gives_text_contents_and_sources(tmp_path):
    page = loader.load(write(tmp_path, "{#first}\n## First\n\nA fact [s1].\n"))
    assert page.slug == "a-page"
    assert page.contents == (("first", "First"),)
    assert 'href="#source-s1"' in page.html
    assert page.sources[0].dated == "20 May 2024"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("title: A page", "title is missing"),
        ("version: 1", "version must be"),
        ("next_check: 2027-05-22", "next_check must be a date"),
        ("clinical_reviewer: null", "clinical_reviewer is missing"),
        (", date: 2024-05-20", "source s1 has no date"),
        ("type: press, ", "source s1 has no type"),
        ("summary: What it says.", "summary is missing"),
    ],
)
def test_front_matter_without_a_field_names_file_and_field(tmp_path, wrong, said):
    path = write(tmp_path, "Text.\n")
    text = path.read_text()
    assert wrong in text
    path.write_text(text.replace(wrong, ""))
    with pytest.raises(ContentError, match=f"a-page.en.md: .*{said}"):
        loader.load(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no head",
        "---\ntitle: x\n",
        "---\n- a\n- b\n---\n",
        "---\ntitle: [\n---\n",
        "---\nlast_checked: 2026-02-31\n---\n",
        HEAD.format(language="ja", version=1),
        HEAD.format(language="en", version=1).replace("2024-05-20", "2024-13-01"),
        HEAD.format(language="en", version=1).replace("press", "rumour"),
        HEAD.format(language="en", version=1).replace("https://example.org/", "javascript:x"),
    ],
)
def test_broken_file_is_refused_with_its_name(tmp_path, text):
    path = tmp_path / "a-page.en.md"
    path.write_text(text)
    with pytest.raises(ContentError, match=r"a-page\.en\.md: "):
        loader.load(path)


def test_name_that_is_no_slug_is_refused(tmp_path):
    with pytest.raises(ContentError, match="name it like"):
        loader.load(write(tmp_path, "Text.\n", slug="A Page"))


def test_unknown_source_in_the_text_is_refused(tmp_path):
    with pytest.raises(ContentError, match="cites s7"):
        loader.load(write(tmp_path, "A fact [s7].\n"))


def test_file_is_rendered_once_and_again_when_it_changes(tmp_path):
    path = write(tmp_path, "Old.\n")
    first = loader.document(tmp_path, "a-page", "en")
    assert loader.document(tmp_path, "a-page", "en") is first
    write(tmp_path, "New.\n")
    os.utime(path, ns=(1, 1))
    assert "New." in loader.document(tmp_path, "a-page", "en").html


@pytest.mark.parametrize("slug", ["../a-page", "a-page.en", "", "/etc/passwd", "x" * 5000, "a\x00"])
def test_hostile_slug_finds_nothing(tmp_path, slug):
    write(tmp_path, "Text.\n")
    assert loader.document(tmp_path, slug, "en") is None
