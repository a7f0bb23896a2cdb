"""Shortlist, notes and comparison in a real browser, with and without scripts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from clinics.models import Treatment
from tests.browser.helpers import make_site
from tests.factories import PriceSheetFactory


@pytest.fixture
def three(db) -> list[Treatment]:
    names = ["Bright River Clinic", "Green Hill Clinic", "Old Town Clinic"]
    return [PriceSheetFactory(treatment__clinic__name_en=name).treatment for name in names]


def buttons(page: Page, treatment: Treatment):
    return page.locator(f"button[data-shortlist][value='{treatment.pk}']")


def cookie(page: Page) -> str:
    return next((c["value"] for c in page.context.cookies() if c["name"] == "shortlist"), "")


def put_on_list(page: Page, url: str, *treatments: Treatment) -> None:
    value = ".".join(str(one.pk) for one in treatments)
    page.context.add_cookies([{"name": "shortlist", "value": value, "url": url}])


def test_a_press_keeps_a_treatment_without_a_page_jump(page, live_server, three):
    visits: list[str] = []
    page.on("framenavigated", lambda frame: visits.append(frame.url))
    page.goto(f"{live_server.url}/clinics/?condition=t2d")
    page.evaluate("window.scrollTo(0, 300)")
    before = page.evaluate("scrollY")
    buttons(page, three[2]).click()
    expect(buttons(page, three[2])).to_have_attribute("aria-pressed", "true")
    expect(buttons(page, three[1])).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#shortlist-count")).to_have_text("(1)")
    expect(page.locator("#live")).to_have_text("Put on your shortlist")
    assert (len(visits), page.evaluate("scrollY")) == (1, before)
    assert buttons(page, three[2]).evaluate("e => e === document.activeElement")
    # The mark stays when the results refresh themselves, and on other pages.
    page.locator("#facet-product").get_by_label("Fat stem cells").check()
    page.wait_for_url(re.compile("product=fat_msc"))
    expect(buttons(page, three[2])).to_have_attribute("aria-pressed", "true")
    page.goto(f"{live_server.url}/clinics/{three[2].clinic.slug}/")
    expect(buttons(page, three[2])).to_have_attribute("aria-pressed", "true")
    buttons(page, three[2]).click()
    expect(buttons(page, three[2])).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#shortlist-count")).to_be_empty()
    assert cookie(page) == ""


def test_a_full_list_says_so(page, live_server, three):
    others = ".".join(str(900_000 + n) for n in range(20))
    page.context.add_cookies([{"name": "shortlist", "value": others, "url": live_server.url}])
    page.goto(f"{live_server.url}/clinics/")
    buttons(page, three[0]).click()
    page.wait_for_url("**/shortlist/")
    expect(page.get_by_text("Your shortlist is full")).to_be_visible()


def test_notes_stay_in_the_address_and_travel_in_the_link(
    page, browser, live_server, three, mishaps
):
    sent: list[str] = []

    def write_down(request):
        parts = urlsplit(request.url)
        headers = request.all_headers()
        sent.append(f"{parts.path}?{parts.query} {request.post_data} {headers}")

    page.on("requestfinished", write_down)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    put_on_list(page, live_server.url, *three)
    page.goto(f"{live_server.url}/shortlist/")
    secret = 'ask about "fees" & <b>tax</b> 費用'
    page.get_by_label("Your note: Bright River Clinic").fill(secret)
    page.get_by_label("Your note: Old Town Clinic").fill("second choice")
    page.wait_for_url(re.compile(rf"#n{three[0].pk}=.*&n{three[2].pk}="))
    # Removing another one, the other language, and back: the notes stay.
    page.get_by_role("button", name=re.compile("Remove.*Green Hill")).click()
    expect(page.locator("article.k-kept")).to_have_count(2)
    expect(page.get_by_label("Your note: Bright River Clinic")).to_have_value(secret)
    page.get_by_role("link", name="日本語").click()
    expect(page.locator(f"#note-{three[2].pk}")).to_have_value("second choice")
    page.go_back()
    # A removed treatment takes its note along.
    page.get_by_role("button", name=re.compile("Remove.*Old Town")).click()
    expect(page.locator("article.k-kept")).to_have_count(1)
    assert "second" not in page.url
    page.get_by_role("button", name="Copy the link without notes").click()
    assert "#" not in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Copy the link with notes").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert f"/shortlist/?treatment={three[0].pk}#n{three[0].pk}=" in link
    # The other person reads the note as words, then keeps list and note.
    doctor = browser.new_context().new_page()
    mishaps.watch(doctor, urlsplit(live_server.url).netloc)
    doctor.on("requestfinished", write_down)
    doctor.goto(live_server.url + urlsplit(link)._replace(scheme="", netloc="").geturl())
    expect(doctor.locator("[data-note-shown]")).to_contain_text(secret)
    assert doctor.locator("[data-note-shown] b").count() == 0
    doctor.get_by_role("button", name="Put these on my shortlist").click()
    expect(doctor.get_by_label("Your note: Bright River Clinic")).to_have_value(secret)
    assert cookie(doctor) == str(three[0].pk)
    doctor.context.close()
    assert len(sent) > 10
    for request in sent:
        assert "fees" not in request
        assert "second" not in request


def test_without_scripts_all_but_notes_works(browser, live_server, three):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    results = f"{live_server.url}/clinics/?condition=t2d"
    for treatment in three[:2]:
        page.goto(results)
        buttons(page, treatment).click()
        assert urlsplit(page.url).path == "/shortlist/"
    page.get_by_role("link", name="Back to where you were").click()
    assert page.url == results
    page.goto(f"{live_server.url}/shortlist/")
    expect(page.get_by_text("Notes need JavaScript")).to_be_visible()
    assert page.locator("textarea:visible").count() == 0
    page.get_by_role("button", name="Compare the chosen ones").click()
    assert page.locator(".k-compare thead th").count() == 2
    page.get_by_label("Only differences").check()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("rows in which all say the same are not shown")).to_be_visible()
    page.get_by_role("link", name="Remove A").click()
    expect(page.get_by_text("A comparison needs two treatments.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Bright River Clinic: ")).click()
    assert page.locator(".k-compare thead th").count() == 2
    page.get_by_role("link", name="Ask these clinics for a quote").click()
    assert urlsplit(page.url).path == "/quotes/request/"
    page.goto(f"{live_server.url}/shortlist/")
    page.get_by_role("button", name=re.compile("Remove.*Bright River")).click()
    expect(page.locator("article.k-kept")).to_have_count(1)
    context.close()


def test_a_foreign_page_cannot_change_the_list(browser, live_server, three):
    context = browser.new_context()
    page = context.new_page()
    form = (
        f"<form method=post action={live_server.url}/shortlist/><input name=action value=add>"
        f"<input name=treatment value={three[0].pk}><button>Go</button></form>"
    )
    page.route(
        "http://evil.example/**",
        lambda route: route.fulfill(body=form, content_type="text/html"),
    )
    page.goto("http://evil.example/")
    with page.expect_navigation() as answer:
        page.get_by_role("button").click()
    assert answer.value.status == 403
    assert cookie(page) == ""
    context.close()


def test_the_head_stays_in_sight_and_nothing_hides_behind_it(page, live_server):
    site = make_site()
    others = Treatment.objects.filter(level="checked").exclude(pk=site.checked.pk).order_by("pk")
    ids = "&".join(f"treatment={one.pk}" for one in [site.checked, site.listed, *others[:2]])
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{live_server.url}/compare/?{ids}")
    page.locator("tbody th", has_text="Official orders").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 300)")
    head = page.locator(".k-compare thead th").first.bounding_box()
    assert head["y"] == 0
    assert head["height"] < 128, "what scroll-padding keeps free"
    page.set_viewport_size({"width": 360, "height": 700})
    expect(page.locator(".k-compare__who").first).to_be_visible()
    cells = page.locator(".k-compare tbody tr:nth-child(2) td:visible")
    lefts = {round(cells.nth(n).bounding_box()["x"]) for n in range(cells.count())}
    assert len(lefts) == 1, "stacked, one under the other"


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("", "light", 1280), ("/ja", "dark", 320)]
)
def test_the_pages_are_accessible(page, live_server, assert_accessible, language, scheme, width):
    site = make_site()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    four = [site.checked, site.listed, site.sample]
    ids = "&".join(f"treatment={one.pk}" for one in four)
    put_on_list(page, live_server.url, *four)
    for path in [
        f"/compare/?{ids}&currency=USD",
        "/compare/",
        f"/compare/?treatment={site.checked.pk}&treatment=999999",
        "/shortlist/",
        f"/shortlist/?{ids}#n{site.checked.pk}=note",
        "/clinics/",
    ]:
        page.goto(f"{live_server.url}{language}{path}")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.context.clear_cookies()
    page.goto(f"{live_server.url}{language}/shortlist/")
    assert_accessible(page)


def test_the_comparison_prints_on_paper(page, live_server, three):
    ids = "&".join(f"treatment={one.pk}" for one in three)
    page.goto(f"{live_server.url}/compare/?{ids}")
    page.emulate_media(media="print")
    expect(page.get_by_role("table")).to_be_visible()
    for part in (".k-options", ".k-compare__remove", "#add"):
        assert page.locator(part).count()
        expect(page.locator(part).first).to_be_hidden()
    page.set_viewport_size({"width": 700, "height": 900})  # A4 without its margins
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    first, second = (page.locator(".k-compare thead th").nth(n).bounding_box() for n in (0, 1))
    assert first["y"] == second["y"], "still columns"
