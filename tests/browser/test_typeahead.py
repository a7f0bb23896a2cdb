"""The box above a long list of values: by label, by other names, in any script, by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.random_walk import make_listings


def open_list(page: Page, url: str, name: str) -> None:
    page.goto(url)
    page.evaluate(f"document.getElementById('facet-{name}').open = true")


def shown(page: Page, name: str) -> list[str]:
    """The labels that stand in the list now."""
    labels = page.locator(f"#facet-{name} li:visible .k-option__label")
    return [label.strip() for label in labels.all_inner_texts()]


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("prefecture", "tok", ["Tokyo"]),
        ("prefecture", "Tōkyō", ["Tokyo"]),
        ("prefecture", "ﾄｳｷｮｳ", ["Tokyo"]),
        ("prefecture", "とうきょう", ["Tokyo"]),
        ("prefecture", "東京", ["Tokyo"]),
        ("prefecture", "ＯＳＡＫＡ", ["Osaka"]),
        ("prefecture", "zz", []),
        ("condition", "膝", ["Knee osteoarthritis"]),
        ("condition", "knee pain", ["Knee osteoarthritis"]),
        ("condition", "als", ["ALS (motor neurone disease)"]),
    ],
)
def test_typing_leaves_what_fits(page, live_server, name, typed, expected):
    make_listings()
    open_list(page, f"{live_server.url}/clinics/", name)
    page.fill(f"#find-{name}", typed)
    assert shown(page, name) == expected
    expect(page.locator("#live")).to_have_text(f"Found in this list: {len(expected)}")


def test_headings_go_with_their_prefectures(page, live_server):
    make_listings()
    open_list(page, f"{live_server.url}/clinics/", "prefecture")
    headings = page.locator("#facet-prefecture .k-facet__heading:visible")
    assert headings.all_inner_texts()[:2] == ["Hokkaido", "Tohoku"]
    page.fill("#find-prefecture", "osaka")
    assert headings.all_inner_texts() == ["Kinki"]


def test_a_ticked_value_stays_and_the_words_survive_a_refresh(page, live_server):
    make_listings()
    open_list(page, f"{live_server.url}/clinics/?prefecture=JP-01", "prefecture")
    page.fill("#find-prefecture", "osaka")
    assert shown(page, "prefecture") == ["Hokkaido", "Osaka"]
    page.check("#f-prefecture-JP-27")
    expect(page.locator(".k-tags a")).to_have_count(3)
    expect(page.locator("#find-prefecture")).to_have_value("osaka")
    assert shown(page, "prefecture") == ["Hokkaido", "Osaka"]
    assert "osaka" not in page.url


def test_escape_clears_the_box_and_leaves_the_sheet_open(page, live_server):
    make_listings()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/clinics/")
    page.click("#drawer-button")
    everything = shown(page, "condition")
    page.fill("#find-condition", "knee")
    assert shown(page, "condition") != everything
    page.press("#find-condition", "Enter")
    page.press("#find-condition", "Escape")
    assert shown(page, "condition") == everything
    assert page.evaluate("document.getElementById('drawer').open")
    assert page.url.endswith("/clinics/")
    page.press("#find-condition", "Escape")
    assert not page.evaluate("document.getElementById('drawer').open")
