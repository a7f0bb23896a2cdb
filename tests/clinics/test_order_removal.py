"""Lifting an order, and taking one out: the second person."""

import datetime
import threading

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinics import actions as catalogue
from clinics.actions import AlreadyDecided
from clinics.models import ListingEvent, OfficialOrder, OrderRemoval, PublicChange
from clinics.orders import actions, entering, removing
from tests.clinics.order_helpers import entered, released, verifier, words
from tests.factories import CellLabFactory, TreatmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles(db):
    call_command("sync_roles", verbosity=0)


def shown(order) -> dict[int, str]:
    return dict(order.targets.order_by("pk").values_list("clinic_id", "scope_en"))


@pytest.fixture
def lab_clinic():
    treatment = TreatmentFactory(checked=True)
    treatment.cell_labs.add(
        CellLabFactory(number="FA3250001", name_ja="西の加工所", name_en="West Lab")
    )
    return treatment.clinic


# Lifting


def test_a_lifted_order_stays_and_shows_day_and_source(client, lab_clinic):
    order = released(("facility", "FA3250001"))
    actions.lift_order(
        order=order, lifted_on=datetime.date(2025, 9, 1),
        source_url="https://bureau.example.org/lifted", seen_on=datetime.date(2025, 9, 2),
        by=UserFactory(),
    )  # fmt: skip
    page = client.get(f"/clinics/{lab_clinic.slug}/").content.decode()
    assert "Lifted on 1 Sep 2025." in page
    assert "https://bureau.example.org/lifted" in page
    assert shown(order)[lab_clinic.pk] in page
    assert ListingEvent.objects.get(action="order:lift").clinic == lab_clinic
    with pytest.raises(AlreadyDecided):
        actions.lift_order(
            order=order, lifted_on=timezone.localdate(), source_url="https://x.example.org",
            seen_on=timezone.localdate(), by=UserFactory(),
        )  # fmt: skip


def test_no_order_is_lifted_before_its_day():
    order = entered(("plan", "PB3250777"))
    with (
        pytest.raises(IntegrityError, match="clinics_order_lifted_after_its_date"),
        transaction.atomic(),
    ):
        OfficialOrder.objects.filter(pk=order.pk).update(lifted_on=datetime.date(2025, 3, 4))


def test_rewording_keeps_the_words_before_in_the_record(lab_clinic):
    order = released(("facility", "FA3250001"))
    target = order.targets.get()
    before = target.scope_en
    actions.reword_target(target=target, scope_en="New.", scope_ja="新。", by=UserFactory())
    assert shown(order) == {lab_clinic.pk: "New."}
    assert ListingEvent.objects.get(action="order:reword").reason == before[:300]


def test_a_reworded_number_changes_all_its_listings(lab_clinic):
    order = released(("facility", "FA3250001"))
    actions.reword_addressee(
        addressee=order.addressees.get(), scope_en="New.", scope_ja="新。", by=UserFactory()
    )
    assert shown(order) == {lab_clinic.pk: "New."}


# The second person


def asked(order, by=None, **options):
    by = by or UserFactory()
    return removing.ask_removal(order=order, by=by, reason="wrong_order", **options)


def test_an_order_goes_only_when_a_second_person_agrees(lab_clinic):
    order = released(("facility", "FA3250001"))
    removal = asked(order, note="Typing error")
    assert shown(order), "asking changes nothing in public"
    second = verifier()
    removing.confirm_removal(removal=removal, by=second)
    removal.refresh_from_db()
    assert not OfficialOrder.objects.exists()
    assert (removal.state, removal.decided_by, removal.order) == ("confirmed", second, None)
    assert (removal.reason, removal.note) == ("wrong_order", "Typing error")
    assert removal.what["addressees"] == [["facility", "FA3250001"]]
    [was] = removal.what["shown_on"]
    assert (was["clinic"], "not to this clinic" in was["scope_en"]) == (lab_clinic.slug, True)
    assert ListingEvent.objects.get(action="order:remove").by == second
    assert PublicChange.objects.filter(clinic=lab_clinic).count() > 1


def test_who_asked_cannot_agree_even_as_verifier(lab_clinic):
    order, person = released(("facility", "FA3250001")), verifier()
    removal = asked(order, by=person)
    for decide in (removing.confirm_removal, removing.refuse_removal):
        with pytest.raises(removing.SecondPersonNeeded):
            decide(removal=removal, by=person)
    with pytest.raises(removing.SecondPersonNeeded):
        removing.confirm_removal(removal=removal, by=UserFactory())
    assert shown(order)
    with pytest.raises(IntegrityError, match="takes_two_people"), transaction.atomic():
        OrderRemoval.objects.filter(pk=removal.pk).update(
            state="confirmed", decided_by=person, decided_at=timezone.now()
        )


def test_a_target_removed_by_two_never_comes_back_by_itself(lab_clinic):
    order = released(("facility", "FA3250001"))
    removing.confirm_removal(removal=asked(order, target=order.targets.get()), by=verifier())
    assert not order.targets.exists()
    actions.refresh_order_targets()
    catalogue.public_change([lab_clinic.pk])
    assert not order.targets.exists()
    assert actions.find_touched(order) == []
    actions.show_on_listing(
        order=order, clinic=lab_clinic, scope_en="a", scope_ja="b", why="new facts",
        by=UserFactory(),
    )  # fmt: skip
    assert order.targets.exists(), "a decision of staff may show it again"


def test_a_removed_order_is_not_entered_again_in_silence():
    order = entered(("plan", "PB3250777"))
    removing.confirm_removal(removal=asked(order), by=verifier())
    with pytest.raises(entering.RemovedBefore):
        entered(("plan", "PB3250777"))


def test_a_kept_order_stays_and_may_be_asked_for_again(lab_clinic):
    order = released(("facility", "FA3250001"))
    removal = removing.refuse_removal(removal=asked(order), by=verifier())
    assert removal.state == "refused"
    assert shown(order)
    with pytest.raises(AlreadyDecided):
        removing.confirm_removal(removal=removal, by=verifier())
    asked(order)


def test_a_removal_is_asked_for_once(lab_clinic):
    order = released(("facility", "FA3250001"))
    first, one = asked(order), asked(order, target=order.targets.get())
    for target, waiting in ((None, first), (order.targets.get(), one)):
        with pytest.raises(AlreadyDecided) as caught:
            asked(order, target=target)
        assert caught.value.decided == waiting


def test_a_removal_without_reason_is_refused_by_the_database():
    order = entered(("plan", "PB3250777"))
    with pytest.raises(IntegrityError, match="has_reason"), transaction.atomic():
        removing.ask_removal(order=order, by=UserFactory(), reason="")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_second_people_one_decides():
    order = released(("plan", "PB3250777"))
    removal, people = asked(order), [verifier(), verifier()]
    results = []

    def decide(person, action):
        try:
            action(removal=OrderRemoval.objects.get(pk=removal.pk), by=person)
            results.append("done")
        except AlreadyDecided:
            results.append("late")
        finally:
            connection.close()

    pairs = zip(people, (removing.confirm_removal, removing.refuse_removal), strict=True)
    threads = [threading.Thread(target=decide, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done", "late"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_people_enter_the_same_order_once():
    by = UserFactory()
    same, results = words(("plan", "PB3250777")), []

    def enter():
        try:
            entering.enter_order(words=same, by=by)
            results.append("done")
        except entering.AlreadyEntered:
            results.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=enter) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done", "late"]
    assert OfficialOrder.objects.count() == 1
