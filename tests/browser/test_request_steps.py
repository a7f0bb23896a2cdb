"""What a new patient has to do, counted: fields typed, pages, mails."""

import re
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Page, expect

from quotes.models import QuoteRequest
from tests.browser.helpers import make_site

PATIENT = "steps@example.org"


class Counted:
    """Counts what a person does on the way; hidden fields and folds count for nothing."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.typed = self.chosen = self.pressed = 0
        self.pages: list[str] = []
        page.on("framenavigated", lambda frame: self.pages.append(frame.url))

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.typed += 1

    def choose(self, selector: str, option: str = "") -> None:
        field = self.page.locator(selector)
        field.select_option(option) if option else field.check()
        self.chosen += 1

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()
        self.pressed += 1


def test_a_request_takes_one_typed_field_three_pages_and_one_mail(
    page: Page, live_server: Any, smtp_server: Any, settings: Any, record_property: Any
) -> None:
    settings.SITE_URL = live_server.url
    settings.HUMAN_CHECK_SECONDS = 0
    site = make_site()
    page.goto(f"{live_server.url}/clinics/{site.checked.clinic.slug}/")
    steps = Counted(page)
    page.get_by_role("link", name=re.compile("^Ask for a quote")).first.click()
    steps.type("Your e-mail address", PATIENT)
    steps.choose("[name=for_whom][value=myself]")
    steps.choose("[name=country]", "PH")
    steps.press("Go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and send")
    for box in page.get_by_role("checkbox").all():
        box.check()
        steps.chosen += 1
    steps.press("Send to 1 clinic")
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirm your e-mail")
    pages = len(steps.pages)
    call_command("run_worker", "--once")
    [link] = [
        link
        for link in smtp_server.links(smtp_server.last_to(PATIENT))
        if "/quotes/confirm/" in link
    ]
    page.goto(link)
    steps.press("Yes, I asked for this")
    assert QuoteRequest.objects.get().state == "checking"
    mails = [mail for mail in smtp_server.mails if mail["To"] == PATIENT]
    record_property(
        "figure",
        f"a request: {steps.typed} typed field, {steps.chosen} choices, {steps.pressed} buttons, "
        f"{pages} pages, {len(mails)} mail",
    )
    assert steps.typed <= 2
    assert pages <= 3
    assert len(mails) == 1
