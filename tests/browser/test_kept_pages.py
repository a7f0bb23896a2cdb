"""Kept pages in a real browser: asked again with their tag, new after a change."""

import pytest
from django.core.cache import caches
from playwright.sync_api import Page, Response, expect

from clinics import actions
from clinics.models import Clinic
from tests.browser.helpers import make_site
from tests.factories import UserFactory

NAME = "Bright River Clinic 3"


@pytest.fixture
def site(db, settings):
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    yield make_site()
    caches["pages"].clear()


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_page_seen_before_is_not_sent_again(page: Page, live_server, site, mishaps, prefix):
    address = f"{live_server.url}{prefix}/clinics/?sort=name"
    asked: list[Response] = []
    page.on("response", lambda response: response.url == address and asked.append(response))
    page.goto(address)
    first = page.locator("#finder").inner_text()
    page.goto(f"{live_server.url}{prefix}/about/order/")
    page.goto(address)
    assert page.locator("#finder").inner_text() == first
    tags = [response.request.all_headers().get("if-none-match") for response in asked]
    assert tags == [None, asked[0].headers["etag"]]
    sent = [response.request.sizes()["responseBodySize"] for response in asked]
    assert sent[0] > 10_000
    assert sent[1] == 0


def test_a_change_shows_on_a_page_seen_before(page: Page, live_server, site, mishaps):
    page.goto(f"{live_server.url}/clinics/?sort=name")
    expect(page.get_by_role("link", name=NAME, exact=True)).to_be_visible()
    treatment = Clinic.objects.get(name_en=NAME).treatments.get()
    actions.withdraw_treatment(treatment=treatment, by=UserFactory(), reason="not_offered")
    page.wait_for_timeout(1_100)  # the version is read once a second
    page.goto(f"{live_server.url}/clinics/?sort=name")
    expect(page.get_by_role("link", name="Bright River Clinic 4", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=NAME, exact=True)).to_have_count(0)


def test_htmx_takes_its_part_from_a_kept_page(page: Page, live_server, site, mishaps):
    address = f"{live_server.url}/clinics/?class=2"
    page.goto(address)
    kept = page.locator("#counts").inner_text()
    page.goto(f"{live_server.url}/clinics/")
    with page.expect_response(lambda r: "class=2" in r.url) as answer:
        page.locator('#finder input[name="class"][value="2"]').first.evaluate("box => box.click()")
    assert "HX-Request".lower() in answer.value.request.headers
    expect(page).to_have_url(address)
    expect(page.locator("#counts")).to_have_text(kept)
