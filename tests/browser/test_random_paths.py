"""The results page after any clicks equals the page loaded fresh at the same address."""

import random
import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.random_walk import Walk, make_listings

PHONE = {"width": 360, "height": 740}
PATHS, STEPS = 50, 3


@pytest.mark.timeout(180)
def test_fifty_random_paths_end_where_a_fresh_page_begins(
    page, live_server, record_property, monkeypatch
):
    monkeypatch.setattr("clinics.finder.results.PAGE_SIZE", 6)  # short pages, and five of them
    make_listings()
    started = time.monotonic()
    for seed in range(PATHS):
        page.set_viewport_size(PHONE if seed % 5 == 0 else {"width": 1280, "height": 800})
        walk = Walk(page, live_server.url, seed)
        walk.begin()
        for _step in range(STEPS):
            walk.step()
        walk.check()
        if seed % 5 == 0:  # the browser may bring back what stood in the boxes
            page.reload()
            walk.check()
    seconds = time.monotonic() - started
    record_property("figure", f"{PATHS} random paths of {STEPS} clicks: {seconds:.0f} s")


def test_two_quick_ticks_both_count(page, live_server, mishaps):
    make_listings()
    page.goto(f"{live_server.url}/clinics/")
    page.evaluate("""() => {
      document.getElementById("f-product-fat_msc").click();
      document.getElementById("f-product-platelets").click();
    }""")
    page.wait_for_url(re.compile("product=fat_msc&product=platelets"))
    expect(page.locator(".k-tags a")).to_have_count(3)
    # htmx writes to the console that the first of the two requests was given up.
    mishaps.found = [told for told in mishaps.found if not told.startswith("console: htmx:")]


def test_a_plan_number_leads_from_the_results_to_its_treatment(page, live_server):
    from tests.factories import TreatmentFactory

    treatment = TreatmentFactory(checked=True, number="PB3250123")
    make_listings()
    page.goto(f"{live_server.url}/clinics/")
    page.fill("#f-q", "pb-3250123")
    page.press("#f-q", "Enter")
    page.wait_for_url(re.compile(f"/clinics/{treatment.clinic.slug}/#t{treatment.pk}"))


def test_a_click_on_the_map_is_a_filter(page, live_server):
    make_listings()
    page.goto(f"{live_server.url}/clinics/")
    page.click("#map > summary")
    page.click("#map-JP-01")
    page.wait_for_url(re.compile(r"\?prefecture=JP-01$"))
    expect(page.locator("#map-JP-01")).to_have_attribute("aria-current", "true")
    expect(page.locator("#f-prefecture-JP-01")).to_be_checked()
    assert page.evaluate("document.activeElement.id") == "map-JP-01"


def test_paths_without_scripts(browser, live_server):
    """Boxes and the button, tags, order, pages, list of places: counts stay those of the address."""
    make_listings()
    page = browser.new_page(java_script_enabled=False)
    chance = random.Random(7)
    for _path in range(6):
        page.goto(f"{live_server.url}/clinics/")
        expect(page.locator(".k-facet__find").first).to_be_hidden()
        boxes = page.locator("#facet-condition input:not(:disabled)")
        boxes.nth(chance.randrange(boxes.count())).check()
        page.locator("form[data-finder] button[type=submit]").click()
        page.locator("#sort a").nth(1).click()
        page.locator("#map > summary").click()
        places = page.locator("#map svg a")
        place = places.nth(chance.randrange(places.count()))
        told = sum(int(n) for n in re.findall(r"\d+", place.get_attribute("aria-label") or ""))
        place.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**prefecture=**")
        shown = sum(int(n) for n in page.locator("#counts b").all_inner_texts())
        assert shown == told, page.url
        page.locator(".k-tags a").first.click()
        assert "condition=" not in page.url
    page.close()
