"""The main job from end to end: find, ask, confirm by a real mail, staff answer, patient reads."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinics.models import ClinicLanguage
from quotes.models import QuoteRequest
from tests.factories import ClinicFactory, PriceSheetFactory, TreatmentFactory
from tests.staff.factories import PASSWORD, code_of, make_staff

PATIENT = "anna@example.org"


@pytest.fixture
def listing(db, settings, live_server):
    settings.SITE_URL = live_server.url
    settings.HUMAN_CHECK_SECONDS = 0
    call_command("sync_roles", verbosity=0)
    clinic = ClinicFactory(name_en="Bright River Clinic", contact_email="desk@clinic.example.org")
    clinic.contact_confirmed_on = "2026-10-01"
    clinic.languages_known = "yes"
    clinic.save()
    ClinicLanguage.objects.create(clinic=clinic, code="en")
    treatment = TreatmentFactory(clinic=clinic, checked=True)
    PriceSheetFactory(treatment=treatment)
    TreatmentFactory(conditions=["knee_oa"], product="platelets", clinic__name_en="Other Clinic")
    return treatment


def find_and_open(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Condition").select_option(label="Diabetes")
    page.get_by_role("button", name="Find clinics").click()
    expect(page.get_by_role("link", name="Bright River Clinic", exact=True)).to_be_visible()
    expect(page.get_by_text("Other Clinic")).to_have_count(0)
    page.locator("#facet-condition").get_by_label("Type 2 diabetes").check()
    expect(page).to_have_url(re.compile("condition=t2d"))
    page.get_by_role("link", name="Bright River Clinic", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bright River Clinic")


def ask(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Ask for a quote")).first.click()
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Your question").fill("How much is it for me?")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_label("Your question")).to_have_value("How much is it for me?")
    page.get_by_label("E-mail").fill(PATIENT)
    page.locator("[name=for_whom][value=myself]").check()
    page.get_by_label("Country").select_option("PH")
    page.locator("[name=languages][value=en]").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check and send")
    for box in page.get_by_role("checkbox").all():
        assert not box.is_checked()
        box.check()
    page.get_by_role("button", name="Send to 1 clinic").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirm your e-mail")


def confirm(page: Page, inbox) -> None:
    call_command("run_worker", "--once")
    mail = inbox.last_to(PATIENT)
    assert "diabetes" not in mail.as_string().lower()
    [link] = [link for link in inbox.links(mail) if "/quotes/confirm/" in link]
    page.goto(link)
    assert QuoteRequest.objects.get().state == "unconfirmed", "opening the link changes nothing"
    page.get_by_role("button", name="Yes, I asked for this").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert QuoteRequest.objects.get().state == "checking"


def answer_as_staff(page: Page, url: str, staff) -> None:
    reference = QuoteRequest.objects.get().reference
    page.goto(f"{url}/admin/")
    page.get_by_label("User name").fill(staff.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Code").fill(code_of(staff))
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{url}/admin/quotes/queue/")
    page.get_by_role("link", name=reference).click()
    page.get_by_role("button", name="Take this case").click()
    page.get_by_role("button", name="Send to this clinic").click()
    page.get_by_role("link", name="Type an answer").click()
    fill_answer(page)
    page.get_by_role("button", name="Save the answer").click()
    expect(page).to_have_url(re.compile("/admin/quotes/case/[^/]+/$"))
    expect(page.get_by_text("¥2,530,000").first).to_be_visible()


def fill_answer(page: Page) -> None:
    page.locator("[name=line_treatment]").fill("242万円")
    page.locator("[name=line_tests]").fill("１１０，０００")
    page.get_by_label("Tax included").check()
    until = timezone.localdate() + datetime.timedelta(days=30)
    page.get_by_label("Valid until").fill(until.isoformat())
    page.locator("[name=source]").first.check()


def read_answer(page: Page, inbox) -> None:
    call_command("run_worker", "--once")
    [link] = [link for link in inbox.links(inbox.last_to(PATIENT)) if "/quotes/r/" in link]
    page.goto(link)
    expect(page).to_have_url(re.compile("/quotes/mine/"))
    expect(page.get_by_text("2,530,000").first).to_be_visible()


def test_a_patient_finds_asks_and_reads_the_answer(
    page, browser, live_server, listing, smtp_server, mishaps
):
    staff = make_staff("quote coordinator")
    find_and_open(page, live_server.url + "/")
    ask(page)
    confirm(page, smtp_server)
    desk = browser.new_context().new_page()
    mishaps.watch(desk, live_server.url.removeprefix("http://"))
    answer_as_staff(desk, live_server.url, staff)
    read_answer(page, smtp_server)
