"""What is live stays complete, free of contradictions and as staff decided, on every page."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from clinics import actions
from clinics.desk.actions import save_check
from clinics.models import Clinic, Finding, ListingEvent, Treatment
from tests.clinics.helpers import admin_form, check_form, verifier
from tests.factories import ClinicFactory, PriceSheetFactory, TreatmentFactory, UserFactory

pytestmark = pytest.mark.django_db

EDITOR = "listing editor"
CONTRADICTIONS = [
    ({"asrm_class": "3"}, "asrm_class"),
    ({"origin": "donor"}, "origin"),
    ({"origin": "none", "product": "cell_free"}, "origin"),
]


def tomorrow():
    """Asked when it is needed: a run may begin before midnight and end after it."""
    return (timezone.localdate() + datetime.timedelta(days=1)).isoformat()


@pytest.fixture
def editor(staff_client):
    call_command("sync_roles", verbosity=0)
    return staff_client(EDITOR)


@pytest.fixture
def live():
    return PriceSheetFactory().treatment


def check_page(treatment):
    return f"/admin/listings/{treatment.pk}/"


def stock_page(row):
    return f"/admin/clinics/{row._meta.model_name}/{row.pk}/change/"


def unchanged(treatment):
    names = ("asrm_class", "origin", "product", "risks_en", "number", "publication")
    stored = Treatment.objects.get(pk=treatment.pk)
    return all(getattr(stored, name) == getattr(treatment, name) for name in names)


@pytest.mark.parametrize(("changes", "field"), CONTRADICTIONS)
def test_the_check_page_refuses_a_contradiction_on_a_live_listing(editor, live, changes, field):
    data = check_form(editor, live) | changes | {"risks_en": "Typed just now."}
    for button in ("save", "publish"):
        response = editor.post(check_page(live), data | {button: ""})
        assert response.status_code == 200
        errors = response.context["form"].errors
        assert set(errors) == {field}
        assert "A live listing is not saved with this." in errors[field][1]
        assert "Typed just now." in response.content.decode()
    assert unchanged(live)
    assert not Finding.objects.exists()


@pytest.mark.parametrize(("changes", "field"), CONTRADICTIONS)
def test_the_stock_page_refuses_a_contradiction_on_a_live_listing(editor, live, changes, field):
    data = admin_form(editor, stock_page(live)) | changes
    response = editor.post(stock_page(live), data)
    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == {field}
    assert unchanged(live)


def test_the_action_itself_refuses_and_stores_nothing(live):
    live.asrm_class = "3"
    with pytest.raises(actions.Contradicts) as caught:
        save_check(
            treatment=live, source_url="https://clinic.example.org/", conditions=["t2d"],
            seen_on=timezone.localdate(), price=None, by=UserFactory(),
        )  # fmt: skip
    assert [rule.code for rule in caught.value.rules] == ["class_letter"]
    live.refresh_from_db()
    assert live.asrm_class == "2"
    assert not ListingEvent.objects.exists()


def test_a_contradiction_that_a_second_person_accepted_may_stay_live(editor, live):
    actions.withdraw_treatment(treatment=live, by=UserFactory(), reason="mistake")
    data = check_form(editor, live) | {"asrm_class": "3"}
    editor.post(check_page(live), data)
    finding = live.findings.get(rule="class_letter")
    actions.ask_override(finding=finding, by=UserFactory(), reason="The filing says so.")
    assert editor.post(check_page(live), data | {"publish": ""}).status_code == 302
    live.refresh_from_db()
    assert not live.is_live
    actions.confirm_override(finding=finding, by=verifier())
    assert editor.post(check_page(live), data | {"publish": ""}).status_code == 302
    live.refresh_from_db()
    assert live.is_live
    assert editor.post(check_page(live), data | {"visits": "4"}).status_code == 302
    assert editor.post(check_page(live), data | {"number": "PB3250999"}).status_code == 200


def test_a_draft_may_hold_a_contradiction_and_records_it(editor):
    draft = TreatmentFactory(checked=True, publication="draft", published_at=None)
    data = admin_form(editor, stock_page(draft)) | {"asrm_class": "3"}
    assert editor.post(stock_page(draft), data).status_code == 302
    assert draft.findings.get(rule="class_letter").state == "open"


def test_the_stock_page_of_a_treatment_records_and_solves_findings(editor, live):
    data = admin_form(editor, stock_page(live))
    editor.post(stock_page(live), data | {"number": "PB5259999"})
    assert live.findings.get(rule="bureau").state == "open"
    editor.post(stock_page(live), data)
    assert live.findings.get(rule="bureau").state == "solved"


def test_a_clinic_that_moves_to_another_prefecture_is_looked_at_again(editor, live):
    address = stock_page(live.clinic)
    data = admin_form(editor, address) | {"prefecture": "JP-27"}
    assert editor.post(address, data).status_code == 302
    assert live.findings.get(rule="bureau").state == "open"


@pytest.mark.parametrize("name", ["number", "visits", "duration_en", "duration_ja"])
def test_a_live_listing_keeps_what_the_gate_asked_for(editor, live, name):
    data = check_form(editor, live) | {name: ""}
    response = editor.post(check_page(live), data)
    assert response.context["form"].errors[name] == ["A live listing needs this."]
    data = admin_form(editor, stock_page(live)) | {name: ""}
    response = editor.post(stock_page(live), data)
    assert name in response.context["adminform"].form.errors


def test_saving_says_whether_everybody_sees_it(editor, live):
    def told(treatment):
        response = editor.post(
            check_page(treatment), check_form(editor, treatment) | {"save": ""}, follow=True
        )
        return [str(message) for message in response.context["messages"]]

    assert told(live) == ["Saved. Everybody can see it now."]
    Clinic.objects.update(status="paused")
    assert told(live) == ["Saved. The clinic is not open, so no list shows it."]
    actions.withdraw_treatment(treatment=live, by=UserFactory(), reason="mistake")
    assert told(live) == ["Saved. It is not live yet."]


def test_a_live_listing_whose_price_ended_is_not_called_hidden(editor, live):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    live.prices.update(valid_to=yesterday)
    data = check_form(editor, live) | {"publish": ""}
    response = editor.post(check_page(live), data, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Saved, and live as before, but some things are missing."
    ]


def test_an_old_row_of_the_history_cannot_be_written_back(editor, live):
    """It would carry the old publication with it, past the gate and past the decision."""
    old = live.history.latest()
    page = admin_form(editor, stock_page(live))
    actions.withdraw_treatment(treatment=live, by=UserFactory(), reason="not_offered")
    address = f"/admin/clinics/treatment/{live.pk}/history/{old.history_id}/"
    assert editor.get(address).status_code == 200
    assert editor.post(address, page).status_code == 403
    live.refresh_from_db()
    assert live.publication == "withdrawn"


def new_treatment(clinic, **values):
    return {
        "clinic": clinic.pk, "asrm_class": "2", "title_ja": "題名", "how_studied": "not_looked_up",
    } | values  # fmt: skip


def test_a_treatment_is_a_sample_exactly_when_its_clinic_is(editor):
    address = "/admin/clinics/treatment/add/"
    sample, real = ClinicFactory(sample=True), ClinicFactory()
    assert editor.post(address, new_treatment(sample, number="PB9250001")).status_code == 302
    assert editor.post(address, new_treatment(real)).status_code == 302
    marks = dict(Treatment.objects.values_list("clinic", "is_sample"))
    assert marks == {sample.pk: True, real.pk: False}
    refused = editor.post(address, new_treatment(real, number="PB9250002"))
    assert "number" in refused.context["adminform"].form.errors


def test_invented_treatments_never_move_to_a_real_clinic(editor):
    invented = TreatmentFactory(is_sample=True, clinic__sample=True)
    data = admin_form(editor, stock_page(invented)) | {"clinic": ClinicFactory().pk}
    response = editor.post(stock_page(invented), data)
    assert "clinic" in response.context["adminform"].form.errors
    assert Treatment.objects.get().clinic == invented.clinic


@pytest.mark.parametrize("name", ["checked_on", "submitted_on"])
def test_nothing_was_checked_or_filed_tomorrow(editor, live, name):
    data = admin_form(editor, stock_page(live)) | {name: tomorrow()}
    form = editor.post(stock_page(live), data).context["adminform"].form
    assert form.errors[name] == ["This day has not come yet."]


def test_no_clinic_was_looked_at_tomorrow_or_moves_to_itself(editor, live):
    address = stock_page(live.clinic)
    changes = {"orders_looked_up_on": tomorrow(), "moved_to": live.clinic_id}
    form = editor.post(address, admin_form(editor, address) | changes).context["adminform"].form
    assert set(form.errors) == set(changes)


def test_no_page_was_seen_tomorrow(editor, live):
    address = stock_page(live.source)
    form = editor.post(address, admin_form(editor, address) | {"seen_on": tomorrow()})
    assert "seen_on" in form.context["adminform"].form.errors
