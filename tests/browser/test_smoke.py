"""The site opens in a real browser, in both languages."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(("path", "language"), [("/", "en"), ("/ja/", "ja")])
def test_home_opens_in_its_language_without_mishap(open_page, path, language):
    page = open_page(path)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_count(1)


def test_home_is_accessible(open_page, assert_accessible):
    assert_accessible(open_page("/"))


def test_another_host_is_noticed(open_page, mishaps):
    page = open_page("/")
    page.evaluate("fetch('http://127.0.0.2:9/').catch(() => null)")
    page.wait_for_timeout(200)
    assert any("another host" in line or "CSP" in line for line in mishaps.found)
    mishaps.found.clear()
