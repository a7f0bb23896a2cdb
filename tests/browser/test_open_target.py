"""A link to one treatment of a clinic opens that one."""

from playwright.sync_api import expect

from tests.factories import ClinicFactory, TreatmentFactory


def test_the_treatment_of_the_link_is_the_one_that_is_open(page, live_server):
    clinic = ClinicFactory()
    first, _second, third = (TreatmentFactory(clinic=clinic) for _n in range(3))
    address = f"{live_server.url}/clinics/{clinic.slug}/"
    folds = page.locator(".k-treatment__fold[open]")
    page.goto(address)
    expect(folds).to_have_count(1)
    expect(page.locator(f"#t{first.pk} .k-treatment__fold")).to_have_attribute("open", "")
    page.goto(f"{address}#t{third.pk}")
    expect(folds).to_have_count(1)
    expect(page.locator(f"#t{third.pk} .k-treatment__fold")).to_have_attribute("open", "")
    expect(page.locator(f"#t{third.pk} h3")).to_be_in_viewport()


def test_without_scripts_the_treatment_of_the_link_can_be_read(browser, live_server):
    clinic = ClinicFactory()
    _first, second = (TreatmentFactory(clinic=clinic) for _n in range(2))
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/clinics/{clinic.slug}/#t{second.pk}")
    facts = page.locator(f"#t{second.pk} .k-treatment__fold dl")
    expect(facts.first).to_be_visible()
    page.close()
