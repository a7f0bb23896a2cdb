"""Guides in a real browser: words by tap and by keyboard, the tools without scripts, on paper."""

import datetime

import pytest
from django.utils import timezone

from tests.browser.helpers import make_site, press

PAGE = "/guides/results-against-a-dummy-drip/"


def test_word_is_explained_by_tap_and_closes_with_escape(page, live_server):
    page.goto(live_server.url + PAGE)
    word = page.locator(".k-term").first
    said = page.locator(f"#{word.get_attribute('popovertarget')}")
    assert not said.is_visible()
    word.click()
    assert said.is_visible()
    page.keyboard.press("Escape")
    page.mouse.click(5, 5)
    assert not said.is_visible()


def test_word_is_explained_on_keyboard_focus_without_a_script(browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + PAGE)
    word = page.locator(".k-term").first
    said = page.locator(f"#{word.get_attribute('popovertarget')}")
    assert not said.is_visible()
    for _step in range(60):
        page.keyboard.press("Tab")
        if said.is_visible():
            break
    assert said.is_visible()
    page.context.close()


def test_units_and_journey_work_without_scripts(browser, live_server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/guides/units/")
    page.get_by_label("Your value").fill("7.0")
    page.get_by_role("button", name="Convert").click()
    assert "53 mmol/mol" in page.locator(".k-answer").inner_text()
    assert "7.0" not in page.url
    page.goto(f"{live_server.url}/guides/journey/?treatment={make_site().checked.pk}")
    start = timezone.localdate() + datetime.timedelta(days=60)
    page.locator("[name=start]").fill(start.isoformat())
    page.get_by_role("button", name="Show the plan").click()
    assert page.locator(".k-steps li").count() >= 4
    with page.expect_download() as waiting:
        page.get_by_role("button", name="calendar").click()
    assert waiting.value.suggested_filename == "journey.ics"
    page.context.close()


def test_answers_of_the_tools_are_accessible(page, live_server, assert_accessible):
    make_site()
    page.goto(f"{live_server.url}/guides/journey/")
    press(page, page.get_by_role("button", name="Show the plan"))
    assert_accessible(page)  # with an error beside the field
    page.locator("[name=start]").fill((timezone.localdate() + datetime.timedelta(9)).isoformat())
    press(page, page.get_by_role("button", name="Show the plan"))
    assert_accessible(page)
    page.goto(f"{live_server.url}{PAGE}")
    page.locator(".k-term").first.click()
    assert_accessible(page)


@pytest.mark.parametrize("path", [PAGE, "/guides/questions/", "/guides/claims/"])
def test_paper_shows_text_and_sources_and_no_controls(page, live_server, path):
    page.goto(live_server.url + path)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".k-nav").is_visible()
    assert page.locator(".k-noprint:visible").count() == 0
