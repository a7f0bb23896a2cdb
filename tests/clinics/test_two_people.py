"""A contradiction is accepted by two different people; one decides nothing alone."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinics import actions
from clinics.checks import record_findings
from clinics.models import Finding, ListingEvent, Treatment
from tests.clinics.helpers import verifier
from tests.factories import (
    TreatmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
EDITOR, VERIFIER = "listing editor", "verifier"


@pytest.fixture(autouse=True)
def _roles(db):
    call_command("sync_roles", verbosity=0)


@pytest.fixture
def contradiction():
    draft = TreatmentFactory(origin="donor", being_checked_by=UserFactory())
    record_findings([draft])
    return draft.findings.get(rule="donor_class")


def test_a_contradiction_waits_for_a_second_person(contradiction):
    first = UserFactory()
    actions.ask_override(finding=contradiction, by=first, reason="The clinic showed the plan.")
    assert (contradiction.state, contradiction.asked_by) == ("asked", first)
    assert Finding.objects.open().filter(pk=contradiction.pk).exists()
    second = verifier()
    actions.confirm_override(finding=contradiction, by=second)
    assert (contradiction.state, contradiction.decided_by) == ("overridden", second)
    treatment = Treatment.objects.get(pk=contradiction.treatment_id)
    assert treatment.override_by == second
    assert treatment.override_reason == "The clinic showed the plan."
    done = ListingEvent.objects.filter(treatment=treatment).values_list("action", "by")
    assert set(done) == {("ask:donor_class", first.pk), ("override:donor_class", second.pk)}


def test_who_asked_cannot_confirm_whatever_the_role(contradiction):
    asker = verifier()
    actions.ask_override(finding=contradiction, by=asker, reason="x")
    with pytest.raises(actions.SecondPersonNeeded):
        actions.confirm_override(finding=contradiction, by=asker)
    with pytest.raises(actions.SecondPersonNeeded):
        actions.confirm_override(finding=contradiction, by=UserFactory())
    contradiction.refresh_from_db()
    assert contradiction.state == "asked"


def test_a_contradiction_nobody_asked_about_is_not_confirmed(contradiction):
    with pytest.raises(actions.AlreadyDecided):
        actions.confirm_override(finding=contradiction, by=verifier())
    with pytest.raises(actions.AlreadyDecided):
        actions.accept_warning(finding=contradiction, by=verifier(), reason="x")
    contradiction.refresh_from_db()
    assert contradiction.state == "open"


def test_it_is_asked_once_and_confirmed_once(contradiction):
    actions.ask_override(finding=contradiction, by=UserFactory(), reason="x")
    with pytest.raises(actions.AlreadyDecided):
        actions.ask_override(finding=contradiction, by=UserFactory(), reason="y")
    actions.confirm_override(finding=contradiction, by=verifier())
    with pytest.raises(actions.AlreadyDecided):
        actions.confirm_override(finding=contradiction, by=verifier())
    with pytest.raises(actions.AlreadyDecided):
        actions.refuse_override(finding=contradiction, by=verifier())


def test_a_refused_wish_leaves_it_open_and_may_be_asked_anew(contradiction):
    asker = UserFactory()
    actions.ask_override(finding=contradiction, by=asker, reason="x")
    with pytest.raises(actions.SecondPersonNeeded):
        actions.refuse_override(finding=contradiction, by=UserFactory())
    actions.refuse_override(finding=contradiction, by=verifier())
    assert (contradiction.state, contradiction.asked_by) == ("open", None)
    actions.ask_override(finding=contradiction, by=asker, reason="x")
    actions.refuse_override(finding=contradiction, by=asker)
    assert contradiction.state == "open"


def test_a_wish_about_what_has_changed_is_over(contradiction):
    actions.ask_override(finding=contradiction, by=UserFactory(), reason="x")
    stale = Finding.objects.get(pk=contradiction.pk)
    treatment = Treatment.objects.get(pk=contradiction.treatment_id)
    treatment.asrm_class = "3"
    record_findings([treatment])
    contradiction.refresh_from_db()
    assert (contradiction.state, contradiction.asked_by) == ("open", None)
    actions.ask_override(finding=contradiction, by=UserFactory(), reason="x")
    with pytest.raises(actions.SecondPersonNeeded):
        actions.confirm_override(finding=stale, by=verifier())
    contradiction.refresh_from_db()
    assert contradiction.state == "asked"


def test_the_database_wants_two_people(contradiction):
    one = UserFactory()
    now = timezone.now()
    said = {"state": "overridden", "reason": "x", "decided_at": now, "decided_by": one}
    for values in (said, said | {"asked_by": one, "asked_at": now}, {"state": "asked"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=contradiction.pk).update(**values)


def test_the_pages_lead_two_people_through_it(contradiction, staff_client):
    address = f"/admin/listings/findings/{contradiction.pk}/"
    first, second = staff_client(EDITOR), staff_client(VERIFIER)
    assert "Ask a second person" in first.get(address).content.decode()
    seen = {"seen": contradiction.detail}
    answer = first.post(address, seen | {"reason": "list_confirms", "accept": ""}, follow=True)
    assert "Waiting for a second person" in answer.content.decode()
    assert "You asked for this." in first.get(address).content.decode()
    assert first.post(address, seen | {"confirm": ""}).status_code == 403
    assert first.post(address, seen | {"reason": "other", "note": "x"}).status_code == 409
    assert "Agree and accept it" in second.get(address).content.decode()
    assert second.post(address, seen | {"confirm": ""}).status_code == 302
    contradiction.refresh_from_db()
    assert (contradiction.state, contradiction.decided_by) == ("overridden", second.user)
    assert staff_client(VERIFIER).post(address, seen | {"keep": ""}).status_code == 409


def test_a_page_that_is_out_of_date_decides_nothing(contradiction, staff_client):
    address = f"/admin/listings/findings/{contradiction.pk}/"
    data = {"seen": "something else", "reason": "list_confirms", "accept": ""}
    assert staff_client(EDITOR).post(address, data).status_code == 409
    contradiction.refresh_from_db()
    assert contradiction.state == "open"
