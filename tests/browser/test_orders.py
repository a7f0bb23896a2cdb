"""From an official order to the public page, with keyboard and mouse, and the tree for readers."""

from django.core.management import call_command
from playwright.sync_api import Page, expect

from clinics.models import OfficialOrder
from tests.browser.test_check_desk import sign_in
from tests.factories import CellLabFactory, ClinicFactory, TreatmentFactory


def test_an_order_goes_from_its_page_to_the_listings_it_touches(
    page: Page, live_server, mishaps, assert_accessible
):
    call_command("sync_roles", verbosity=0)
    treatment = TreatmentFactory(checked=True, clinic__name_en="Lab User Clinic")
    treatment.cell_labs.add(CellLabFactory(number="FA3250001", name_en="West Lab"))
    like = ClinicFactory(name_ja="あおぞら医院", name_en="Aozora")
    TreatmentFactory(clinic=like)
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/orders/new/")
    assert_accessible(page)
    page.get_by_label("Kind").select_option("emergency")
    page.get_by_label("Date of the order").fill("2025-08-29")
    for label, text in {
        "Authority (Japanese)": "厚生労働省",
        "Authority (English)": "Health ministry",
        "Page that says so": "https://ministry.example.org/1",
        "What it says (Japanese)": "製造を止める。",
        "What it says (English)": "Stop making cells.",
        "To these cell labs (numbers)": "FA3250001",
        "To these institutions, as printed": "あおぞら医院",
    }.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Save and see which listings it touches").click()
    expect(page.get_by_role("heading", name="Listings it touches")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("The order concerns this listing").check()
    page.get_by_role("button", name="Show it on these listings").click()
    expect(page.get_by_text("Done. Later listings with these numbers")).to_be_visible()
    assert_accessible(page)
    assert OfficialOrder.objects.get().targets.count() == 2
    page.goto(f"{live_server.url}/clinics/{treatment.clinic.slug}/")
    expect(
        page.get_by_text("This order was to the cell lab West Lab (FA3250001), not to this clinic")
    ).to_be_visible()
    page.goto(f"{live_server.url}/clinics/{like.slug}/")
    expect(page.get_by_text("This order was to “あおぞら医院”")).to_be_visible()
    assert not mishaps.found
