"""Every component in every state, and what must hold for all of them."""

import re
from html.parser import HTMLParser

import pytest

from scripts.paths import ROOT

COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
# Drawn by the pages that need them: they name addresses or need a page of their own.
ELSEWHERE = {"demo_bar", "htmx", "ways_on", "form_fields"}
VOID = {"br", "circle", "hr", "img", "input", "link", "meta", "path", "rect"}


class Tags(HTMLParser):
    """Notes ids, references between elements, and tags that were not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.open: list[str] = []
        self.crossed: list[str] = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.references += (found.get(name) or "").split()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


@pytest.fixture(params=["en", "ja"])
def gallery(request, client):
    """The gallery's HTML in one language."""
    response = client.get("/ui/", {"language": request.param})
    assert response.status_code == 200
    assert f'<html lang="{request.param}">' in response.text
    return response


def test_gallery_draws_every_component(gallery):
    drawn = {template.name for template in gallery.templates}
    missing = [c.stem for c in COMPONENTS if f"components/{c.name}" not in drawn]
    assert set(missing) == ELSEWHERE


def test_gallery_is_well_nested_with_unique_ids(gallery):
    tags = Tags()
    tags.feed(gallery.text)
    assert not tags.crossed
    assert not tags.open
    assert len(tags.ids) == len(set(tags.ids))
    assert set(tags.references) <= set(tags.ids)


def test_gallery_needs_no_exception_from_the_security_policy(gallery):
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:|data:image", gallery.text)
    assert not re.search(r"<script(?![^>]*\bsrc=\"/static/[^>]*\bdefer)", gallery.text)


def test_stamp_speaks_the_readers_language(client):
    assert "3 OCT 2026" in client.get("/ui/").text
    page = client.get("/ui/?language=ja").text
    assert "2026.10.3" in page
    assert "確認</text>" in page


def test_unknown_has_three_faces(client):
    page = client.get("/ui/").text
    for words in (
        "Not looked up by us yet",
        "Not published by the clinic (we looked on 3 Oct 2026)",
        "Does not apply",
    ):
        assert words in page


def test_error_is_told_beside_the_field_and_linked_from_the_summary(client):
    page = client.get("/ui/").text
    assert 'href="#id_bad-email"' in page
    assert 'id="id_bad-email"' in page
    assert 'aria-invalid="true"' in page
