"""The listing staff's pages: who may do what, and what each press writes."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from clinics import actions
from clinics.checks import record_findings
from clinics.models import Finding, ListingEvent, Suggestion, Treatment
from tests.clinics.helpers import admin_form, facts, suggestion
from tests.factories import PriceSheetFactory, TreatmentFactory, UserFactory

pytestmark = pytest.mark.django_db

EDITOR, VERIFIER, OTHER = "listing editor", "verifier", "review moderator"


@pytest.fixture(autouse=True)
def _roles(db):
    from django.core.management import call_command

    call_command("sync_roles", verbosity=0)


@pytest.fixture
def things():
    draft = TreatmentFactory(number="PB5250067", being_checked_by=UserFactory())
    record_findings([draft])
    return {
        "suggestion": suggestion(),
        "entry": TreatmentFactory(),
        "finding": Finding.objects.first(),
        "checked": TreatmentFactory(checked=True),
    }


def pages(things):
    """Every address with the roles that may open it."""
    entry, finding = things["entry"].pk, things["finding"].pk
    source = things["checked"].source_id
    return [
        ("GET", "/admin/listings/suggestions/", {EDITOR}),
        ("GET", f"/admin/listings/suggestions/{things['suggestion'].pk}/", {EDITOR}),
        ("GET", "/admin/listings/wanted/", {EDITOR}),
        ("GET", "/admin/listings/findings/", {EDITOR, VERIFIER}),
        ("GET", f"/admin/listings/findings/{finding}/", {EDITOR, VERIFIER}),
        ("GET", "/admin/listings/report/", {EDITOR, VERIFIER}),
        ("GET", "/admin/listings/drafts/", {EDITOR}),
        ("GET", "/admin/listings/rechecks/", {EDITOR}),
        ("GET", f"/admin/listings/{entry}/", {EDITOR}),
        ("POST", f"/admin/listings/{entry}/claim/", {EDITOR}),
        ("POST", f"/admin/listings/{entry}/withdraw/", {EDITOR}),
        ("POST", f"/admin/listings/rechecks/{source}/same/", {EDITOR}),
        ("POST", f"/admin/listings/suggestions/{things['suggestion'].pk}/", {EDITOR}),
        ("POST", f"/admin/listings/findings/{finding}/", {EDITOR, VERIFIER}),
        ("POST", f"/admin/listings/{entry}/", {EDITOR}),
    ]


def test_only_the_right_role_opens_a_page(things, staff_client):
    clients = {role: staff_client(role) for role in (EDITOR, VERIFIER, OTHER)}
    for method, address, allowed in pages(things):
        anonymous = Client().generic(method, address)
        assert anonymous.status_code == 302, address
        assert "/login/" in anonymous["Location"]
        for role, client in clients.items():
            status = client.generic(method, address).status_code
            assert (status != 403) == (role in allowed), (method, address, role, status)
            assert status < 500, address


def test_claiming_an_entry_keeps_others_away(things, staff_client):
    entry = things["entry"]
    first, second = staff_client(EDITOR), staff_client(EDITOR)
    assert first.post(f"/admin/listings/{entry.pk}/claim/").status_code == 302
    answer = second.post(f"/admin/listings/{entry.pk}/claim/")
    assert answer.status_code == 409
    assert str(first.user) in answer.content.decode()


def test_a_list_entry_becomes_a_live_listing_on_one_page(things, staff_client):
    client = staff_client(EDITOR)
    entry = things["entry"]
    response = client.post(f"/admin/listings/{entry.pk}/", facts(publish=""))
    assert response.status_code == 302
    live = Treatment.objects.get(pk=entry.pk)
    assert (live.kind, live.number, live.publication) == ("checked", "PB3250123", "published")
    assert live.source.url == "https://clinic.example.org/t2d"
    assert (live.checked_on, live.checked_by) == (datetime.date(2026, 11, 1), client.user)
    price = live.prices.get()
    assert (price.source, price.checked_by) == (live.source, client.user)
    assert ListingEvent.objects.filter(treatment=live, action="publish", by=client.user).exists()


def test_saving_again_re_dates_an_unchanged_price(things, staff_client):
    client, entry = staff_client(EDITOR), things["entry"]
    client.post(f"/admin/listings/{entry.pk}/", facts(publish=""))
    client.post(f"/admin/listings/{entry.pk}/", facts(save="", seen_on="2026-11-20"))
    price = Treatment.objects.get(pk=entry.pk).prices.get()
    assert price.checked_on == datetime.date(2026, 11, 20)


def test_what_is_missing_is_said_and_what_was_typed_is_kept(things, staff_client):
    client, entry = staff_client(EDITOR), things["entry"]
    address = f"/admin/listings/{entry.pk}/"
    page = client.post(address, facts(publish="", risks_ja=""), follow=True).content.decode()
    assert "Main risks in Japanese" in page
    assert "Fever." in page
    assert Treatment.objects.get(pk=entry.pk).level == "list"


@pytest.mark.parametrize(
    ("changes", "field", "form"),
    [
        ({"number": "PB325012"}, "number", "form"),
        ({"number": "NA8150001"}, "number", "form"),
        ({"number": "PB9250001"}, "number", "form"),
        ({"asrm_class": "outside"}, "number", "form"),
        ({"seen_on": "2030-01-01"}, "seen_on", "source_form"),
        ({"url": "not an address"}, "url", "source_form"),
        ({"price-jpy_min": "0"}, "jpy_min", "price_form"),
        ({"price-total_max": "5"}, "total_max", "price_form"),
    ],
)
def test_bad_input_is_told_beside_the_field(things, staff_client, changes, field, form):
    response = staff_client(EDITOR).post(
        f"/admin/listings/{things['entry'].pk}/", facts(publish="") | changes
    )
    assert response.status_code == 200
    assert response.context[form].errors[field]
    assert "Fever." in response.content.decode()


def test_a_suggestion_is_decided_with_a_reason(things, staff_client):
    client, found = staff_client(EDITOR), things["suggestion"]
    address = f"/admin/listings/suggestions/{found.pk}/"
    assert client.post(address, {"accept": ""}).status_code == 200
    client.post(address, {"accept": "", "reason": "corrected", "note": "Thank you."})
    found.refresh_from_db()
    assert (found.state, found.reason, found.decided_by) == ("accepted", "corrected", client.user)
    again = staff_client(EDITOR).post(address, {"refuse": "", "reason": "not_found"})
    assert again.status_code == 409
    assert Suggestion.objects.get(pk=found.pk).state == "accepted"


@pytest.mark.parametrize("role", [EDITOR, VERIFIER])
def test_one_person_accepts_a_warning_with_a_reason(things, staff_client, role):
    client, finding = staff_client(role), things["finding"]
    address = f"/admin/listings/findings/{finding.pk}/"
    assert client.post(address, {"accept": ""}).status_code == 200
    client.post(address, {"reason": "clinic_explained", "note": "Moved in 2025."})
    finding.refresh_from_db()
    assert (finding.state, finding.decided_by) == ("overridden", client.user)
    assert "Moved in 2025." in finding.reason
    assert staff_client(VERIFIER).post(address, {"reason": "list_confirms"}).status_code == 409


def test_two_clicks_re_date_a_source(staff_client, time_machine):
    old = timezone.localdate() - datetime.timedelta(days=200)
    treatment = TreatmentFactory(checked=True, checked_on=old)
    client = staff_client(EDITOR)
    assert treatment.source.title in client.get("/admin/listings/rechecks/").content.decode()
    client.post(f"/admin/listings/rechecks/{treatment.source_id}/same/")
    treatment.refresh_from_db()
    assert treatment.checked_on == timezone.localdate()
    assert treatment.source.title not in client.get("/admin/listings/rechecks/").content.decode()


def test_withdrawing_needs_a_reason(staff_client):
    treatment = TreatmentFactory(checked=True)
    client, address = staff_client(EDITOR), f"/admin/listings/{treatment.pk}/withdraw/"
    client.post(address, {})
    assert Treatment.objects.get().publication == "published"
    client.post(address, {"reason": "not_offered"})
    assert Treatment.objects.get().publication == "withdrawn"
    assert "not_offered" in ListingEvent.objects.get(action="withdraw").reason


@pytest.mark.parametrize("queue", ["suggestions", "wanted", "findings", "rechecks", "drafts"])
def test_queues_need_the_same_queries_at_any_size(queue, staff_client, assert_same_queries):
    old = timezone.localdate() - datetime.timedelta(days=200)

    def grow():
        for _n in range(3):
            suggestion()
            entry = TreatmentFactory()
            actions.wish_price(treatment=entry)
            PriceSheetFactory(treatment__checked_on=old)
            record_findings([TreatmentFactory(number="PB5250067", publication="draft")])

    grow()
    assert_same_queries(f"/admin/listings/{queue}/", grow, as_client=staff_client(EDITOR))


def test_a_live_listing_stays_complete(staff_client):
    treatment = TreatmentFactory(checked=True)
    response = staff_client(EDITOR).post(
        f"/admin/listings/{treatment.pk}/", facts(save="", risks_ja="", origin="donor")
    )
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"risks_ja", "origin"}
    assert "Fever." in response.content.decode()


def test_the_stock_page_of_a_live_treatment_says_what_it_needs(staff_client):
    treatment = TreatmentFactory(checked=True)
    client, address = staff_client(EDITOR), f"/admin/clinics/treatment/{treatment.pk}/change/"
    data = admin_form(client, address)
    response = client.post(address, data | {"risks_en": "", "number": "pb-3250123"})
    assert response.status_code == 200
    assert "A live listing needs this." in response.content.decode()
    for name in ("source", "checked_on", "number_source"):
        response = client.post(address, data | {name: ""})
        assert name in response.context["adminform"].form.errors
    assert client.post(address, data | {"number": "pb-3250123"}).status_code == 302
    treatment.refresh_from_db()
    assert treatment.number == "PB3250123"
    assert treatment.search_text


def test_the_stock_page_of_a_clinic_keeps_region_and_day_right(staff_client):
    clinic = TreatmentFactory().clinic
    client, address = staff_client(EDITOR), f"/admin/clinics/clinic/{clinic.pk}/change/"
    data = admin_form(client, address)
    closed = client.post(address, data | {"status": "closed"})
    assert "A closed or moved clinic needs the day." in closed.content.decode()
    assert client.post(address, data | {"prefecture": "JP-27"}).status_code == 302
    clinic.refresh_from_db()
    assert (clinic.prefecture, clinic.region) == ("JP-27", "5")
