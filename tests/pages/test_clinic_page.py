"""What the clinic's page says, and where a listing may not appear."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinics.models import Clinic, ClinicLanguage, PriceSheet
from register.models import Entry, Snapshot
from tests.factories import (
    ClinicFactory,
    OrderTargetFactory,
    PriceSheetFactory,
    SourceFactory,
    TreatmentFactory,
)

pytestmark = pytest.mark.django_db


def page_of(client, clinic, language: str = "") -> str:
    response = client.get(f"{language}/clinics/{clinic.slug}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_checked_listing_shows_number_price_and_sources(client):
    sheet = PriceSheetFactory()
    ClinicLanguage.objects.create(clinic=sheet.treatment.clinic, code="en")
    html = page_of(client, sheet.treatment.clinic)
    for text in (sheet.treatment.number, "¥2,420,000", "for 1 dose, tax included", "filed with the ministry, not approved", "Fever, infection.", "English"):  # fmt: skip
        assert text in html
    assert f"?treatment={sheet.treatment.pk}" in html
    assert html.count("k-notice__title") == 0


def test_a_list_entry_says_what_nobody_looked_up(client):
    html = page_of(client, TreatmentFactory().clinic)
    assert html.count("Not looked up by us yet") >= 4
    assert "I want this price" in html
    assert "Ask for a quote" not in html
    assert "That is not an all-clear" in html
    assert "¥0" not in html


def test_a_title_is_quoted_and_its_rendering_marked(client):
    html = page_of(client, TreatmentFactory().clinic)
    assert '“<span lang="ja">自己脂肪由来幹細胞を用いた2型糖尿病の治療</span>”' in html
    assert "our translation" in html
    assert "treats" not in html


@pytest.mark.parametrize("status", ["closed", "moved"])
def test_a_closed_clinic_keeps_its_page_with_a_notice_and_no_button(client, status):
    day = datetime.date(2026, 5, 1)
    clinic = ClinicFactory(status=status, closed_on=day)
    TreatmentFactory(clinic=clinic, checked=True)
    html = page_of(client, clinic)
    assert html.count("k-notice__title") == 1
    assert "1 May 2026" in html
    assert "Ask for a quote" not in html


@pytest.mark.parametrize(
    "hidden", [{"status": "paused"}, {"publication": "draft"}, {"status": "paused", "closed_on": datetime.date(2026, 1, 1)}]
)  # fmt: skip
def test_a_hidden_clinic_has_no_page_and_stands_in_no_list(client, hidden):
    publication = hidden.pop("publication", "published")
    clinic = ClinicFactory(name_en="Hidden Clinic", **hidden)
    TreatmentFactory(clinic=clinic, publication=publication)
    assert client.get(f"/clinics/{clinic.slug}/").status_code == 404
    for address in ("/clinics/", "/sitemap-clinics.xml", "/check/?q=Hidden+Clinic", "/"):
        content = client.get(address).content.decode()
        assert "Hidden Clinic" not in content.replace('value="Hidden Clinic"', "").replace(
            "Hidden Clinic</textarea>", ""
        )
        assert clinic.slug not in content


def test_an_order_shows_its_scope_source_and_date_and_is_the_only_notice(client):
    target = OrderTargetFactory(clinic__sample=True)
    TreatmentFactory(clinic=target.clinic, is_sample=True)
    html = page_of(client, target.clinic)
    assert html.count("k-notice__title") == 1
    assert "An official order concerns this clinic" in html
    for text in (target.scope_en, "5 Mar 2025", "Kyushu bureau", "Records were not kept."):
        assert text in html


def test_orders_looked_up_without_result_say_the_day(client):
    clinic = ClinicFactory(orders_looked_up_on=datetime.date(2026, 10, 3))
    TreatmentFactory(clinic=clinic)
    assert "We looked on 3 Oct 2026 and found none." in page_of(client, clinic)


def test_a_sample_is_marked_and_kept_from_search_engines(client):
    clinic = TreatmentFactory(
        checked=True, is_sample=True, clinic__sample=True, number="PB9250001"
    ).clinic
    html = page_of(client, clinic)
    assert "This clinic does not exist" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "k-stamp" not in html
    assert clinic.slug not in client.get("/sitemap-clinics.xml").content.decode()


def test_a_site_without_samples_has_no_page_for_them(client, settings):
    clinic = TreatmentFactory(is_sample=True, clinic__sample=True).clinic
    settings.SAMPLE_LISTINGS = False
    assert client.get(f"/clinics/{clinic.slug}/").status_code == 404


def test_one_product_for_many_conditions_is_said(client):
    clinic = ClinicFactory()
    for code in ("t2d", "knee_oa", "stroke"):
        TreatmentFactory(clinic=clinic, conditions=[code])
    assert "lists the same product (Fat stem cells) for 3 conditions" in page_of(client, clinic)


def test_the_page_needs_the_same_queries_at_any_size(client, assert_same_queries):
    clinic = PriceSheetFactory().treatment.clinic

    def grow():
        for code in ("knee_oa", "stroke", "hair"):
            treatment = TreatmentFactory(clinic=clinic, checked=True, conditions=[code])
            PriceSheetFactory(treatment=treatment)
            OrderTargetFactory(clinic=clinic)
            treatment.documents.create(label="資料1", url="https://example.org/1")

    grow()
    assert_same_queries(f"/clinics/{clinic.slug}/", grow)


def test_home_shows_live_figures_and_counts_samples_apart(client):
    PriceSheetFactory()
    TreatmentFactory()
    TreatmentFactory(is_sample=True, clinic__sample=True)
    response = client.get("/")
    figures = response.context["figures"]
    assert (figures.treatments, figures.clinics, figures.checked, figures.samples) == (2, 2, 1, 1)
    assert "1 invented sample" in " ".join(response.content.decode().split())


def test_the_sitemap_lists_real_clinics_in_both_languages(client):
    clinic = TreatmentFactory().clinic
    text = client.get("/sitemap-clinics.xml").content.decode()
    assert f"/clinics/{clinic.slug}/" in text
    assert f"/ja/clinics/{clinic.slug}/" in text
    assert "<lastmod>" in text
    assert Clinic.objects.count() == 1


def test_robots_keep_out_of_a_demonstration(client, settings):
    assert "Sitemap:" in client.get("/robots.txt").content.decode()
    settings.DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_the_security_contact_is_the_operator(client, settings):
    text = client.get("/.well-known/security.txt").content.decode()
    assert f"mailto:{settings.OPERATOR_EMAIL}" in text


@pytest.mark.parametrize(
    ("status", "publication", "answers"),
    [
        ("open", "published", 200),
        ("open", "withdrawn", 404),
        ("open", "draft", 404),
        ("paused", "published", 404),
        ("closed", "withdrawn", 200),
        ("moved", "withdrawn", 200),
        ("closed", "draft", 404),
    ],
)
def test_who_has_a_page(client, status, publication, answers):
    clinic = ClinicFactory(status=status, closed_on=datetime.date(2026, 5, 1))
    TreatmentFactory(clinic=clinic, publication=publication)
    assert client.get(f"/clinics/{clinic.slug}/").status_code == answers
    assert client.get(f"/clinics/{clinic.slug}/correct/").status_code == answers


@pytest.mark.parametrize("hidden", [{"status": "paused"}, {"treatments": "withdrawn"}])
def test_a_moved_clinic_never_names_one_without_a_page(client, hidden):
    target = TreatmentFactory(clinic__name_en="Secret Target").clinic
    clinic = ClinicFactory(status="moved", closed_on=datetime.date(2026, 5, 1), moved_to=target)
    TreatmentFactory(clinic=clinic)
    html = page_of(client, clinic)
    assert f'href="/clinics/{target.slug}/"' in html
    if "status" in hidden:
        Clinic.objects.filter(pk=target.pk).update(**hidden)
    else:
        target.treatments.update(publication=hidden["treatments"])
    html = page_of(client, clinic)
    assert "Secret Target" not in html
    assert target.slug not in html
    assert "This clinic moved on 1 May 2026" in html


def test_a_lifted_order_stays_on_the_page_but_is_no_warning(client):
    target = OrderTargetFactory()
    TreatmentFactory(clinic=target.clinic)
    assert "k-notice__title" in page_of(client, target.clinic)
    target.order.lifted_on = datetime.date(2026, 6, 1)
    target.order.save()
    html = page_of(client, target.clinic)
    assert "k-notice__title" not in html
    assert "Lifted on 1 Jun 2026." in html
    assert "This order was to the clinic." in html


def test_what_staff_noted_on_a_list_entry_is_not_on_the_page_yet(client):
    entry = TreatmentFactory(number="PB3250123", checked_on=datetime.date(2026, 1, 5))
    PriceSheetFactory(treatment=entry)
    html = page_of(client, entry.clinic)
    assert "PB3250123" not in html.replace("-", "")
    assert "plate-" not in html
    assert "2,420,000" not in html
    assert "2,450,000" not in html


def row_of(treatment, address: str = "", *, is_complete: bool = False, seen_on=None):
    """Put a treatment into a snapshot of the ministry's list."""
    seen_on = seen_on or timezone.localdate()
    source = SourceFactory(seen_on=seen_on)
    snapshot = Snapshot.objects.create(
        file_name="list.csv", sha256=f"{treatment.pk}", source=source, rows=1,
        is_complete=is_complete, list_class="2",
    )  # fmt: skip
    type(treatment).objects.filter(pk=treatment.pk).update(
        list_last_seen=seen_on, list_source=source
    )
    return Entry.objects.create(
        list_class="2", institution="試験クリニック", prefecture="東京都", address=address,
        title=treatment.title_ja, identity=f"{treatment.pk}", treatment=treatment,
        snapshot=snapshot,
    )  # fmt: skip


def test_rows_without_an_address_are_told_in_one_line(client):
    clinic = ClinicFactory()
    for address in ("", "", "新宿区西新宿1"):
        row_of(TreatmentFactory(clinic=clinic), address)
    html = page_of(client, clinic)
    told = "The list gives no address for 2 of these treatments; we group them by name and"
    assert html.count(told) == 1
    Entry.objects.update(address="新宿区西新宿1")
    assert "The list gives no address" not in page_of(client, clinic)


def test_a_page_says_whether_the_whole_list_was_read(client):
    treatment = TreatmentFactory()
    row_of(treatment)
    part = "We read a part of that list. A part cannot show what is missing."
    whole = "We read the whole list of this class."
    html = page_of(client, treatment.clinic)
    assert (part in html, whole in html) == (True, False)
    Snapshot.objects.update(is_complete=True)
    html = page_of(client, treatment.clinic)
    assert (part in html, whole in html) == (False, True)


def test_old_facts_turn_amber_at_midnight_in_tokyo(client):
    listed = TreatmentFactory()
    row_of(listed, seen_on=datetime.date(2026, 8, 1))
    sheet = PriceSheetFactory(
        checked_on=datetime.date(2026, 5, 3), treatment__checked_on=datetime.date(2026, 9, 1)
    )
    facts = [
        (listed.clinic, "Old: last found in the list of 1 Aug 2026, more than 90 days ago"),
        (sheet.treatment.clinic, "Old: price last checked on 3 May 2026, more than 180 days ago"),
    ]
    for clinic, words in facts:
        with time_machine.travel("2026-10-30 14:59:30Z", tick=False):
            html = page_of(client, clinic)
            assert (words in html, "k-old" in html) == (False, False)
        with time_machine.travel("2026-10-30 15:00:00Z", tick=False):
            html = page_of(client, clinic)
            assert (words in html, "k-old" in html) == (True, True)


def test_a_price_that_ended_is_not_called_unpublished(client):
    sheet = PriceSheetFactory(valid_to=timezone.localdate())
    clinic = sheet.treatment.clinic
    assert "No price valid today" not in page_of(client, clinic)
    PriceSheet.objects.update(valid_to=datetime.date(2026, 2, 1))
    html = page_of(client, clinic)
    assert "No price valid today; the last one we saw ended on 1 Feb 2026" in html
    assert "Price not published" not in html
    assert "2,420,000" not in html


def test_an_ended_price_noted_on_a_list_entry_is_not_public(client):
    entry = TreatmentFactory()
    PriceSheetFactory(treatment=entry, valid_to=datetime.date(2026, 2, 1))
    assert "ended on" not in page_of(client, entry.clinic)


def test_the_page_needs_few_queries_also_with_rows_and_ended_prices(client, assert_same_queries):
    clinic = ClinicFactory()

    def grow():
        for code in ("knee_oa", "stroke", "hair"):
            treatment = TreatmentFactory(clinic=clinic, checked=True, conditions=[code])
            PriceSheetFactory(treatment=treatment, valid_to=datetime.date(2026, 2, 1))
            row_of(treatment)
            row_of(TreatmentFactory(clinic=clinic, conditions=[code]))

    grow()
    with CaptureQueriesContext(connection) as queries:
        page_of(client, clinic)
    assert len(queries) <= 12
    PriceSheet.objects.update(valid_to=None)
    with CaptureQueriesContext(connection) as queries:
        page_of(client, clinic)
    assert len(queries) <= 12
    PriceSheet.objects.update(valid_to=datetime.date(2026, 2, 1))
    assert_same_queries(f"/clinics/{clinic.slug}/", grow)
