"""The three small scripts in a real browser, and the results page without any."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import TreatmentFactory

PHONE = {"width": 360, "height": 800}


@pytest.fixture
def listed():
    """Three clinics: two give platelets, one fat stem cells."""
    for product in ("platelets", "platelets", "fat_msc"):
        TreatmentFactory(checked=True, product=product)


@pytest.fixture
def finder(page, live_server, listed):
    page.goto(f"{live_server.url}/clinics/")
    return page


@pytest.fixture
def phone(page, live_server, listed):
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/clinics/")
    return page


def is_open(page) -> bool:
    return page.evaluate("document.getElementById('drawer').open")


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def test_ticking_a_box_refreshes_keeps_the_focus_and_says_the_count(finder):
    finder.focus("#f-product-platelets")
    finder.keyboard.press("Space")
    expect(finder.locator("#counts b").first).to_have_text("2")
    assert focused(finder) == "f-product-platelets"
    assert finder.url.endswith("/clinics/?product=platelets")
    assert finder.inner_text("#live").startswith("2")


def test_back_brings_the_earlier_results(finder):
    finder.check("#f-product-platelets")
    finder.wait_for_url(re.compile("product=platelets"))
    finder.go_back()
    expect(finder.locator("#counts b").first).to_have_text("3")
    expect(finder.locator("#f-product-platelets")).not_to_be_checked()


def test_results_work_without_scripts(browser, live_server, listed):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/clinics/")
    page.check("#f-product-fat_msc")
    page.get_by_role("button", name="Show 3 clinics").click()
    expect(page.locator("#counts b").first).to_have_text("1")
    assert not page.locator("[data-copy]").first.is_visible()
    page.close()


def test_filters_on_a_phone_work_without_scripts(browser, live_server, listed):
    page = browser.new_page(java_script_enabled=False, viewport=PHONE)
    page.goto(f"{live_server.url}/clinics/")
    page.click("#drawer-button")
    page.check("#f-product-fat_msc")
    page.get_by_role("button", name="Show 3 clinics").click()
    expect(page.locator("#counts b").first).to_have_text("1")
    page.close()


def test_escape_closes_the_sheet_and_gives_the_focus_back(phone):
    assert not is_open(phone)
    phone.click("#drawer-button")
    assert is_open(phone)
    phone.keyboard.press("Escape")
    assert not is_open(phone)
    assert focused(phone) == "drawer-button"


def test_sheet_stays_open_while_ticking_and_closes_on_show(phone):
    phone.click("#drawer-button")
    phone.check("#f-product-platelets")
    expect(phone.locator("#drawer button[type=submit]")).to_contain_text("Show 2")
    assert is_open(phone)
    phone.locator("#drawer button[type=submit]").click()
    expect(phone.locator("#drawer")).not_to_have_attribute("open", "")
    assert "product=platelets" in phone.url


def test_results_stay_in_sight_above_the_sheet(phone):
    phone.click("#drawer-button")
    top = phone.locator(".k-drawer__body").bounding_box()["y"]
    assert top > 100


def test_plan_number_is_copied(browser, live_server):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{live_server.url}/ui/")
    page.locator(".k-plate [data-copy]").click()
    expect(page.locator("#live")).to_contain_text("PB9170022")
    assert page.evaluate("navigator.clipboard.readText()") == "PB9170022"
    context.close()


def test_stamp_explains_itself_by_keyboard(page, live_server):
    page.goto(f"{live_server.url}/ui/")
    page.locator(".k-stamp summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".k-stamp__words").first).to_contain_text("checked by MK on 3 Oct 2026")
