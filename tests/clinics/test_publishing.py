"""The gate in words and the gate in the database agree."""

import pytest
from django.db import IntegrityError, transaction

from clinics import actions, publishing
from clinics.models import ListingEvent, PublicChange, PublicVersion, Treatment
from tests.clinics.helpers import verifier
from tests.factories import PriceSheetFactory, SourceFactory, TreatmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def ready_draft(**changes):
    treatment = TreatmentFactory(checked=True, publication="draft", published_at=None, **changes)
    PriceSheetFactory(treatment=treatment)
    return treatment


def test_publish_makes_a_complete_draft_live_and_says_who():
    by = UserFactory()
    treatment = actions.publish_treatment(treatment=ready_draft(), by=by)
    assert treatment.publication == "published"
    assert treatment.checked_by == by
    assert ListingEvent.objects.get(treatment=treatment).by == by
    assert Treatment.objects.listed().filter(pk=treatment.pk).exists()


def test_publish_writes_a_change_row_and_a_new_token():
    treatment = ready_draft()
    before = PublicVersion.objects.get().token
    changes = PublicChange.objects.count()
    actions.publish_treatment(treatment=treatment, by=UserFactory())
    assert PublicVersion.objects.get().token != before
    assert PublicChange.objects.count() == changes + 1


@pytest.mark.parametrize(
    ("field", "empty", "code"),
    [
        ("title_ja", "", "title_ja"),
        ("product", "", "product"),
        ("origin", "", "origin"),
        ("risks_en", "", "risks_en"),
        ("risks_ja", "", "risks_ja"),
        ("source", None, "source"),
        ("checked_on", None, "checked_on"),
        ("visits", None, "visits"),
        ("duration_ja", "", "duration"),
        ("number", "", "number"),
        ("number_source", None, "number_source"),
    ],
)
def test_gate_names_what_is_missing_and_nothing_goes_live(field, empty, code):
    treatment = ready_draft()
    setattr(treatment, field, empty)
    treatment.save()
    assert code in [item.code for item in publishing.missing(treatment)]
    with pytest.raises(actions.NotReady):
        actions.publish_treatment(treatment=treatment, by=UserFactory())
    treatment.refresh_from_db()
    assert treatment.publication == "draft"


def test_gate_asks_for_a_price():
    treatment = TreatmentFactory(checked=True, publication="draft", published_at=None)
    assert [item.code for item in publishing.missing(treatment)] == ["price"]


@pytest.mark.parametrize("field", ["title_ja", "product", "origin", "risks_en", "risks_ja"])
def test_database_refuses_a_live_checked_listing_with_a_gap(field):
    treatment = TreatmentFactory(checked=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Treatment.objects.filter(pk=treatment.pk).update(**{field: ""})


def test_database_lets_a_list_entry_be_incomplete():
    assert TreatmentFactory(product="", origin="").publication == "published"


def test_donor_cells_in_class_two_need_a_second_persons_reason():
    with pytest.raises(IntegrityError), transaction.atomic():
        TreatmentFactory(checked=True, origin="donor")
    draft = ready_draft(origin="donor")
    with pytest.raises(actions.NotReady):
        actions.publish_treatment(treatment=draft, by=UserFactory())
    finding = draft.findings.get(rule="donor_class") if draft.findings.exists() else None
    assert finding is None, "a refused publication leaves nothing behind"
    from clinics.checks import record_findings

    record_findings([draft])
    second = verifier()
    for finding in draft.findings.open().filter(severity="error"):
        why = "The clinic showed the plan."
        actions.ask_override(finding=finding, by=UserFactory(), reason=why)
        with pytest.raises(actions.NotReady):
            actions.publish_treatment(treatment=draft, by=UserFactory())
        actions.confirm_override(finding=finding, by=second)
    draft.refresh_from_db()
    live = actions.publish_treatment(treatment=draft, by=UserFactory())
    assert (live.override_by, live.publication) == (second, "published")


def test_sample_number_belongs_to_a_sample_only():
    with pytest.raises(IntegrityError), transaction.atomic():
        TreatmentFactory(number="PB9240001")
    sample = TreatmentFactory(number="PB9240001", is_sample=True, clinic__sample=True)
    assert sample.kind == "sample"


def test_outside_the_law_has_no_number():
    with pytest.raises(IntegrityError), transaction.atomic():
        TreatmentFactory(asrm_class="outside", number="PB3250001")


def test_withdraw_needs_a_published_listing_and_wins_once():
    treatment = TreatmentFactory(checked=True)
    actions.withdraw_treatment(treatment=treatment, by=UserFactory(), reason="not_offered")
    with pytest.raises(actions.AlreadyDecided):
        actions.withdraw_treatment(treatment=treatment, by=UserFactory(), reason="not_offered")
    assert not Treatment.objects.listed().filter(pk=treatment.pk).exists()


def test_still_the_same_redates_every_fact_of_a_source():
    import datetime

    old = datetime.date(2026, 1, 5)
    source = SourceFactory(seen_on=old)
    treatment = TreatmentFactory(checked=True, source=source, number_source=source, checked_on=old)
    sheet = PriceSheetFactory(treatment=treatment, source=source, checked_on=old)
    by = UserFactory()
    today = datetime.date(2026, 11, 22)
    assert actions.still_the_same(source=source, by=by, on=today) == 2
    treatment.refresh_from_db()
    sheet.refresh_from_db()
    assert (treatment.checked_on, sheet.checked_on, sheet.checked_by) == (today, today, by)
