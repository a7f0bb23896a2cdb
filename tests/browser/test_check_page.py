"""The check page with everything it can say: axe finds nothing, nothing is wider than a phone."""

import pytest
from playwright.sync_api import expect

from tests.register.lists import row
from tests.register.reading_lists import read_list

HOUSE = "医療法人社団青空会 ひかり再生クリニック"
ADVERT = (
    "Government-approved!  PB5250067 at ひかり再生クリニック.\n"
    "    Umbilical cord cells (Class III), no side effects, PB31700222\n" + "long" * 100
)


def look(page, assert_accessible) -> None:
    assert_accessible(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.timeout(180)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_an_advert_and_a_lone_number_on_a_phone(
    page, live_server, tmp_path, assert_accessible, prefix, scheme
):
    read_list(tmp_path, row(facility=HOUSE), row(facility="別の院クリニック", list_class="3"))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}{prefix}/check/")
    page.locator("#check-text").fill(ADVERT)
    page.locator("main form button").first.click()
    expect(page.locator("pre a[href='#note-2']").first).to_be_visible()
    look(page, assert_accessible)
    page.locator("pre a[href='#note-2']").first.click()
    assert page.evaluate("location.hash") == "#note-2"
    assert page.locator(":target").count() == 1
    page.goto(f"{live_server.url}{prefix}/check/?q=PB3250067")
    page.locator("#check-clinic").fill("ひかり再生クリニック")
    page.locator("#check-clinic + p button").click()
    expect(page.locator("main a[href*='#t']").first).to_be_visible()
    look(page, assert_accessible)
