"""axe finds nothing: every public page, light; each template once in Japanese and in the dark."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import Site, make_site, press

LISTS = ["/", "/clinics/", "/clinics/?q=diabetes", "/clinics/?condition=t2d&product=fat_msc", "/clinics/?condition=als&product=svf"]  # fmt: skip
CHECKS = ["/check/", "/check/?q=PB3170022+government-approved+exosome"]
GUIDES = ["/guides/", "/guides/?q=insulin", *(f"/guides/{name}/" for name in (
    "what-a-plan-number-means", "what-it-costs", "tests-before-treatment", "questions-to-ask",
    "results-against-a-dummy-drip", "classes/report", "claims", "claims/stop-insulin", "glossary",
    "journey", "questions", "units"))]  # fmt: skip
TEXTS = [*GUIDES, "/reviews/policy/"]
ABOUT = [f"/about/{name}/" for name in ("money", "order", "how-we-check", "privacy", "terms", "accessibility", "contact")]  # fmt: skip
FORMS = ["/clinics/suggest/", "/quotes/request/", "/quotes/track/", "/admin/login/"]


def addresses(site: Site) -> list[str]:
    """Every public page of a small site."""
    clinics = [
        site.checked.clinic,
        site.listed.clinic,
        site.sample.clinic,
        site.closed,
        site.ordered,
    ]
    pages = [f"/clinics/{clinic.slug}/" for clinic in clinics]
    asked = [
        f"/quotes/request/?treatment={site.checked.pk}&treatment={site.listed.pk}",
        f"/guides/questions/?treatment={site.checked.pk}",
        f"/guides/journey/?treatment={site.checked.pk}",
        f"/clinics/{site.checked.clinic.slug}/correct/",
        f"/clinics/{site.checked.clinic.slug}/reviews/",
        f"/reviews/new/?treatment={site.sample.pk}",
        "/no-such-page/",
    ]
    return [*LISTS, *CHECKS, *TEXTS, *ABOUT, *FORMS, *pages, *asked]


def look_at_all(
    page: Page, url: str, paths: list[str], assert_accessible: Callable[[Page], None]
) -> None:
    problems = []
    for path in paths:
        page.goto(url + path)
        try:
            assert_accessible(page)
        except AssertionError as error:
            problems.append(f"{path}\n{error}")
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if wide:
            problems.append(f"{path}: wider than the window")
    assert not problems, "\n\n".join(problems)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", [1280])
def test_every_public_page_light(page, live_server, assert_accessible, width):
    page.set_viewport_size({"width": width, "height": 900})
    look_at_all(page, live_server.url, addresses(make_site()), assert_accessible)


@pytest.mark.timeout(300)
def test_every_template_in_japanese_dark_on_a_phone(page, live_server, assert_accessible):
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 700})
    paths = [p if p.startswith("/admin") else f"/ja{p}" for p in addresses(make_site())]
    look_at_all(page, live_server.url, paths, assert_accessible)


def test_the_request_step_by_step(page, live_server, assert_accessible, settings):
    settings.HUMAN_CHECK_SECONDS = 0
    site = make_site()
    page.goto(f"{live_server.url}/quotes/request/?treatment={site.checked.pk}")
    press(page, page.get_by_role("button", name="Go on"))
    assert_accessible(page)  # with errors beside the fields
    page.locator("[name=email]").fill("anna@example.org")
    page.locator("[name=for_whom][value=myself]").check()
    page.locator("[name=country]").select_option("PH")
    press(page, page.get_by_role("button", name="Go on"))
    assert_accessible(page)
    press(page, page.locator("[name=send]"))
    assert_accessible(page)  # nothing ticked: told beside the boxes
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, page.locator("[name=send]"))
    assert_accessible(page)
    press(page, page.get_by_role("link", name="See your request"))
    assert_accessible(page)


def test_no_message_of_the_policy_on_the_parts_that_carry_pictures(page, live_server):
    """A ticked filter, an invalid field, a select and a fold; ``page`` fails on any message."""
    site = make_site()
    page.goto(f"{live_server.url}/clinics/?condition=t2d")
    assert page.locator("#facet-condition input:checked").count() == 1
    page.locator("#more-filters > summary").click()
    page.goto(f"{live_server.url}/clinics/{site.checked.clinic.slug}/correct/")
    page.get_by_role("button", name="Send the report").click()
    assert page.locator("[aria-invalid=true]").count() >= 1
    page.goto(live_server.url)
    page.locator("select").first.focus()


def test_keyboard_alone_reaches_a_clinic(page, live_server):
    make_site()
    page.goto(f"{live_server.url}/clinics/?condition=t2d")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the content"
    page.keyboard.press("Enter")
    for _step in range(120):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.textContent").strip()
        if re.match(r"Bright River Clinic \d$", text):
            break
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert ring == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/clinics/clinic-"))
