"""No public fact changes without a change row for every clinic whose page shows it."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from clinics import actions
from clinics.models import Clinic, Committee, PriceSheet, PublicChange, PublicVersion, Treatment
from tests.clinics.helpers import admin_form
from tests.factories import (
    ClinicFactory,
    OrderTargetFactory,
    PriceSheetFactory,
    SourceFactory,
    TreatmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(staff_client):
    call_command("sync_roles", verbosity=0)
    return staff_client("listing editor")


@pytest.fixture
def changed():
    """Return the clinics that changed since the test asked last."""

    def ask() -> set[int]:
        found = set(PublicChange.objects.order_by().values_list("clinic", flat=True))
        PublicChange.objects.all().delete()
        return found

    return ask


def save(client, row, **changes):
    address = f"/admin/clinics/{row._meta.model_name}/{row.pk}/change/"
    response = client.post(address, admin_form(client, address) | changes)
    assert response.status_code == 302, response.context["adminform"].form.errors


def test_a_treatment_that_changes_its_clinic_changes_both_pages(editor, changed):
    treatment, target = TreatmentFactory(checked=True), ClinicFactory()
    changed()
    save(editor, treatment, clinic=target.pk)
    assert changed() == {treatment.clinic_id, target.pk}


def test_a_price_that_changes_its_treatment_changes_both_pages(editor, changed):
    sheet, target = PriceSheetFactory(), TreatmentFactory(checked=True)
    changed()
    save(editor, sheet, treatment=target.pk)
    assert changed() == {sheet.treatment.clinic_id, target.clinic_id}


def test_a_source_changes_every_page_that_quotes_it(editor, changed):
    source = SourceFactory()
    clinics = {
        ClinicFactory(source=source).pk,
        TreatmentFactory(checked=True, source=source).clinic_id,
        TreatmentFactory(list_source=source).clinic_id,
        PriceSheetFactory(source=source).treatment.clinic_id,
        OrderTargetFactory(order__source=source).clinic_id,
    }
    TreatmentFactory()
    changed()
    save(editor, source, title="New name")
    assert changed() == clinics


def test_a_committee_changes_the_pages_that_name_it(editor, changed):
    committee = Committee.objects.create(number="NA8150001", name_ja="委員会")
    treatment = TreatmentFactory(checked=True, committee=committee)
    TreatmentFactory()
    changed()
    save(editor, committee, name_ja="新しい委員会")
    assert changed() == {treatment.clinic_id}


def test_a_new_name_changes_the_notice_of_the_clinic_that_moved_there(editor, changed):
    target = TreatmentFactory().clinic
    gone = ClinicFactory(status="moved", closed_on=timezone.localdate(), moved_to=target)
    changed()
    save(editor, target, name_en="New Name")
    assert changed() == {target.pk, gone.pk}


def test_what_is_deleted_changes_its_page(staff_client, changed):
    administrator = staff_client(superuser=True)
    first, second = PriceSheetFactory(), PriceSheetFactory()
    changed()
    token = PublicVersion.objects.get().token
    administrator.post(f"/admin/clinics/pricesheet/{first.pk}/delete/", {"post": "yes"})
    assert changed() == {first.treatment.clinic_id}
    administrator.post(
        "/admin/clinics/pricesheet/",
        {"action": "delete_selected", "_selected_action": second.pk, "post": "yes"},
    )
    assert changed() == {second.treatment.clinic_id}
    assert not PriceSheet.objects.exists()
    assert PublicVersion.objects.get().token != token


def test_a_deleted_clinic_leaves_a_new_version(staff_client):
    clinic = ClinicFactory()
    actions.public_change([clinic.pk])
    token = PublicVersion.objects.get().token
    address = f"/admin/clinics/clinic/{clinic.pk}/delete/"
    staff_client(superuser=True).post(address, {"post": "yes"})
    assert not Clinic.objects.exists()
    assert PublicVersion.objects.get().token != token


def test_a_price_re_dated_by_its_source_changes_its_page(changed):
    source = SourceFactory()
    sheet = PriceSheetFactory(source=source)
    changed()
    actions.still_the_same(source=source, by=UserFactory())
    assert changed() == {sheet.treatment.clinic_id}


def test_a_price_that_has_ended_is_not_seen_again():
    source, old = SourceFactory(), datetime.date(2026, 2, 1)
    ended = PriceSheetFactory(source=source, checked_on=old, valid_to=datetime.date(2026, 3, 1))
    assert actions.still_the_same(source=source, by=UserFactory()) == 0
    ended.refresh_from_db()
    assert ended.checked_on == old
    assert Treatment.objects.count() == 1
