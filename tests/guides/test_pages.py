import re
from itertools import pairwise

import pytest
from django.urls import resolve, reverse
from django.utils import translation

import guides
from guides import loader
from guides.placeholders import fill
from guides.values import live_values
from tests.guides.writing import write

SLUG = "what-a-plan-number-means"
SLUGS = sorted({path.name.split(".")[0] for path in loader.CONTENT.glob("*.md")})
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_index_lists_the_guide_in_both_languages(client, prefix):
    page = client.get(f"{prefix}/guides/").content.decode()
    assert f'href="{prefix}/guides/{SLUG}/"' in page


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", ["Filed, not approved", "We infer", "2017"]), ("/ja", ["届出(受理)", "推定", "2017年"])],
)
def test_guide_page_says_who_checked_it_and_shows_sources(client, prefix, words):
    response = client.get(f"{prefix}/guides/{SLUG}/")
    page = response.content.decode()
    assert response.status_code == 200
    for word in [*words, 'id="source-s1"', 'href="#source-s1"', "2026-11-22"]:
        assert word in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_page_without_clinician_says_so(client, slug):
    page = client.get(f"/guides/{slug}/").content.decode()
    assert "No clinician has reviewed this page." in page


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("slug", SLUGS)
def test_no_mark_of_the_source_text_stays_on_the_page(slug, language):
    """Beside Japanese brackets `**` may stay as it is."""
    html = fill(loader.guide(slug, language).html, live_values())
    assert not re.search(r"\*\*|\[s\d|\{[#a-z_]", html)


@pytest.mark.parametrize("slug", SLUGS)
def test_headings_of_a_page_never_skip_a_level(client, slug):
    page = client.get(f"/guides/{slug}/").content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    "path",
    [
        "nothing-here/",
        f"{SLUG}.en/",
        "..%2f..%2fetc%2fpasswd/",
        "%2e%2e/",
        "x" * 3000 + "/",
        "計画/",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_unknown_or_hostile_address_is_a_404(client, prefix, path):
    assert client.get(f"{prefix}/guides/{path}").status_code == 404


def test_post_is_refused(client):
    assert client.post(f"/guides/{SLUG}/").status_code == 405


@pytest.fixture
def late_page(tmp_path, monkeypatch):
    """Return a function that makes the only guide one whose next check was on a day."""

    def make(day: str):
        for language in ("en", "ja"):
            path = write(tmp_path, "A fact [s1].\n", language=language)
            path.write_text(path.read_text().replace("2027-05-22", day))
        monkeypatch.setattr(loader, "CONTENT", tmp_path)

    return make


def test_overdue_page_shows_a_banner(client, late_page):
    late_page("2026-11-23")
    late_page("2020-01-01")
    page = client.get("/guides/a-page/").content.decode()
    assert "This page is due for a check" in page
    assert "1 Jan 2020" in page


def test_page_in_time_shows_no_banner(client, late_page):
    late_page("2999-01-01")
    assert "due for a check" not in client.get("/guides/a-page/").content.decode()


def test_page_long_overdue_leaves_the_index_but_keeps_its_address(client, late_page):
    late_page("2020-01-01")
    assert "/guides/a-page/" not in client.get("/guides/").content.decode()
    assert client.get("/guides/a-page/").status_code == 200


def test_links_for_gives_what_explains_any_code():
    links = guides.links_for(["msc"])
    addresses = [reverse("guides:page", args=[slug]) for slug in ("classes", SLUG)]
    assert [link.url for link in links] == addresses
    assert links[1].title == "What a plan number means"


def test_links_for_a_fluid_explains_products_without_cells():
    urls = [link.url for link in guides.links_for(["exosome"])]
    assert reverse("guides:page", args=["cell-free-products"]) in urls
    assert reverse("guides:page", args=["cell-free-products"]) not in [
        link.url for link in guides.links_for(["asc"])
    ]


def test_links_for_speaks_the_readers_language():
    with translation.override("ja"):
        links = guides.links_for([])
    assert ("計画番号の意味", f"/ja/guides/{SLUG}/") in [(link.title, link.url) for link in links]


def test_links_for_leaves_out_guides_about_something_else(tmp_path, monkeypatch):
    path = write(tmp_path, "A fact [s1].\n")
    path.write_text(path.read_text().replace("sources:", "about: [prp]\nsources:"))
    monkeypatch.setattr(loader, "CONTENT", tmp_path)
    assert guides.links_for(["msc"]) == []
    assert [link.title for link in guides.links_for(["msc", "prp"])] == ["A page"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_own_addresses_in_guides_exist(language):
    with translation.override(language):
        for guide in loader.all_guides(language):
            own = [s.url for s in guide.sources if s.url.startswith("/")]
            for address in [*own, *re.findall(r'href="(/[^"]*)"', guide.html)]:
                resolve(address.partition("#")[0])


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_home_leads_to_the_index_and_the_index_to_every_guide(client, prefix):
    assert f'href="{prefix}/guides/"' in client.get(f"{prefix}/").content.decode()
    page = client.get(f"{prefix}/guides/").content.decode()
    assert [slug for slug in SLUGS if f'href="{prefix}/guides/{slug}/"' not in page] == []
