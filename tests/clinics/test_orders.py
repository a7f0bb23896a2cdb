"""Official orders: what they touch, with which scope, and what staff decide."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import ProtectedError
from django.utils import timezone

from clinics import actions as catalogue
from clinics.actions import AlreadyDecided
from clinics.desk.actions import facts_changed
from clinics.models import (
    Clinic,
    Committee,
    ListingEvent,
    OfficialOrder,
    Operator,
    OrderNotMeant,
    OrderTarget,
    PublicChange,
)
from clinics.orders import actions, entering
from clinics.orders.naming import likeness
from tests.clinics.order_helpers import entered, released
from tests.factories import (
    CellLabFactory,
    ClinicFactory,
    OrderTargetFactory,
    TreatmentFactory,
    UserFactory,
)

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


# What an order touches


def test_a_plan_number_finds_the_clinic_of_its_treatment():
    treatment = TreatmentFactory(checked=True, number="PB3250777")
    TreatmentFactory(checked=True)
    [match] = actions.find_touched(entered(("plan", "PB3250777")))
    assert (match.clinic_id, match.how, match.certain) == (treatment.clinic_id, "plan", True)


def test_a_lab_number_finds_clinics_that_use_it_and_says_it_was_not_to_them(lab_clinic):
    order = released(("facility", "FA3250001"))
    target = order.targets.get()
    assert target.clinic == lab_clinic
    assert target.scope_en == (
        "This order was to the cell lab West Lab (FA3250001), not to this clinic. "
        "A treatment of this clinic names that cell lab."
    )
    assert "西の加工所（FA3250001）であり、このクリニックではありません。" in target.scope_ja
    assert target.cell_lab.number == "FA3250001"


def test_a_committee_number_finds_clinics_whose_treatments_it_judged():
    committee = Committee.objects.create(number="NA8150001", name_ja="委員会")
    treatment = TreatmentFactory(checked=True, committee=committee)
    order = released(("committee", "NA8150001"))
    assert (
        "to the committee 委員会 (NA8150001), not to this clinic"
        in shown(order)[treatment.clinic_id]
    )


def test_a_corporation_number_finds_all_clinics_of_the_operator():
    operator = Operator.objects.create(corporation_number="1234567890123", name_ja="法人")
    first, second = ClinicFactory(operator=operator), ClinicFactory(operator=operator)
    ClinicFactory()
    assert set(shown(released(("operator", "1234567890123")))) == {first.pk, second.pk}


def test_the_nearest_relation_gives_the_sentence(lab_clinic):
    number = lab_clinic.treatments.get().number
    order = released(("facility", "FA3250001"), ("plan", number))
    assert shown(order) == {
        lab_clinic.pk: f"This order was to the treatment with plan number {number} at this clinic."
    }


def test_a_request_is_not_called_an_order(lab_clinic):
    order = released(("facility", "FA3250001"), kind="request")
    assert shown(order)[lab_clinic.pk].startswith("This request was to")
    assert order.targets.get().scope_ja.startswith("この要請の対象")


@pytest.mark.parametrize(
    ("names", "how"),
    [
        ({"name_ja": "医療法人社団 あおぞらクリニック"}, "name"),
        ({"name_ja": "別の名", "former_names": "あおぞら クリニック(2019年まで)"}, "former_name"),
        ({"name_ja": "あおぞらクリニック新宿院"}, "part_of_name"),
        ({"name_ja": "みなとクリニック"}, None),
    ],
)
def test_a_name_is_proposed_and_never_attached_by_itself(names, how):
    clinic = ClinicFactory(**names)
    order = entered(("institution", "あおぞらクリニック"))
    assert [(m.clinic_id, m.how, m.certain) for m in actions.find_touched(order)] == (
        [(clinic.pk, how, False)] if how else []
    )
    call_command("check_listings")
    actions.decide_order(order=order, by=UserFactory())
    assert not OrderTarget.objects.exists()


def test_the_operators_name_is_proposed_too():
    operator = Operator.objects.create(
        name_ja="新しい法人", former_names="医療法人 古い会 2020年まで"
    )
    clinic = ClinicFactory(operator=operator)
    [match] = actions.find_touched(entered(("institution", "古い会")))
    assert (match.clinic_id, match.how) == (clinic.pk, "operator_name")


def test_blank_names_are_like_nothing():
    assert likeness("　", names=["", "　"], former_names=[], operators=[]) == ""
    assert likeness("医院", names=["東の医院"], former_names=[], operators=[]) == ""


# Entering


def test_the_same_order_is_entered_once():
    first = entered(("plan", "PB3250777"), ("institution", "あおぞら クリニック"))
    with pytest.raises(entering.AlreadyEntered) as caught:
        entered(("institution", "あおぞらクリニック"), ("plan", "PB3250777"))
    assert caught.value.order == first
    entered(("plan", "PB3250777"))
    assert OfficialOrder.objects.count() == 2


def test_an_order_to_nobody_is_refused():
    with pytest.raises(ValueError, match="addressed"):
        entered()


def test_nothing_shows_before_staff_decided(lab_clinic):
    order = entered(("facility", "FA3250001"))
    catalogue.public_change([lab_clinic.pk])
    actions.refresh_order_targets()
    assert not order.targets.exists()
    assert OfficialOrder.objects.waiting().get() == order


# Deciding


def test_staff_choose_among_names_and_the_rest_is_not_asked_again():
    chosen, other = ClinicFactory(name_ja="あおぞら医院"), ClinicFactory(name_ja="あおぞら医院")
    order = entered(("institution", "あおぞら医院"))
    by = UserFactory()
    order = actions.decide_order(
        order=order, by=by, chosen={chosen.pk: ("To A.", "Aへ。")}, seen={chosen.pk, other.pk}
    )
    assert shown(order) == {chosen.pk: "To A."}
    assert order.targets.get().decided_by == by
    assert OrderNotMeant.objects.get().clinic == other
    assert order.waits_since is None
    assert actions.find_touched(order) == []
    assert ListingEvent.objects.get(action="order:attach").clinic == chosen


def test_a_name_that_staff_did_not_see_waits_for_the_next_look():
    seen, unseen = ClinicFactory(name_ja="あおぞら医院"), ClinicFactory(name_ja="あおぞら医院")
    order = actions.decide_order(
        order=entered(("institution", "あおぞら医院")), by=UserFactory(), seen={seen.pk}
    )
    assert [match.clinic_id for match in actions.find_touched(order)] == [unseen.pk]
    assert order.waits_since


def test_an_addressee_staff_did_not_see_attaches_nothing(lab_clinic):
    order = entered(("institution", "どこにもない"))
    wording = {order.addressees.get().pk: ("", "")}
    entering.add_addressee(order=order, kind="facility", value="FA3250001")
    order = actions.decide_order(order=order, by=UserFactory(), wording=wording)
    assert not order.targets.exists()
    assert order.waits_since, "the new number waits for a look"
    catalogue.public_change([lab_clinic.pk])
    assert not order.targets.exists()


def test_words_of_staff_hold_for_later_listings_too(lab_clinic):
    order = entered(("facility", "FA3250001"))
    wording = {order.addressees.get().pk: ("Only the lab.", "加工所のみ。")}
    actions.decide_order(order=order, by=UserFactory(), wording=wording)
    later = TreatmentFactory(checked=True)
    later.cell_labs.add(lab_clinic.treatments.get().cell_labs.get())
    catalogue.public_change([later.clinic_id])
    assert shown(order) == {lab_clinic.pk: "Only the lab.", later.clinic_id: "Only the lab."}


def test_two_people_do_not_decide_twice():
    order = entered(("plan", "PB3250777"))
    actions.decide_order(order=order, by=UserFactory())
    with pytest.raises(AlreadyDecided):
        actions.decide_order(order=order, by=UserFactory())


def test_staff_show_an_order_on_any_listing_once():
    order, clinic, by = entered(("institution", "どこにもない")), ClinicFactory(), UserFactory()
    given = {"scope_en": "To its old self.", "scope_ja": "旧名へ。", "why": "Same people", "by": by}
    actions.show_on_listing(order=order, clinic=clinic, **given)
    assert shown(order) == {clinic.pk: "To its old self."}
    assert ListingEvent.objects.get(action="order:show").reason == "Same people"
    with pytest.raises(AlreadyDecided):
        actions.show_on_listing(order=order, clinic=clinic, **given)


# Later listings, renames, moves


@pytest.mark.parametrize("way", ["number", "lab", "committee", "operator"])
def test_a_listing_that_gets_the_number_later_shows_the_order(way):
    order = released(
        ("plan", "PB3250777"), ("facility", "FA3250001"), ("committee", "NA8150001"),
        ("operator", "1234567890123"),
    )  # fmt: skip
    treatment = TreatmentFactory(checked=True)
    assert not order.targets.exists()
    if way == "number":
        treatment.number = "PB3250777"
    elif way == "lab":
        treatment.cell_labs.add(CellLabFactory(number="FA3250001"))
    elif way == "committee":
        treatment.committee = Committee.objects.create(number="NA8150001", name_ja="委員会")
    else:
        Clinic.objects.update(
            operator=Operator.objects.create(corporation_number="1234567890123", name_ja="法人")
        )
    treatment.save()
    facts_changed([treatment.clinic_id])
    assert set(shown(order)) == {treatment.clinic_id}


def test_a_number_given_to_the_operator_itself_shows_the_order(staff_client):
    order = released(("operator", "1234567890123"))
    operator = Operator.objects.create(name_ja="法人")
    clinic = ClinicFactory(operator=operator)
    answer = staff_client(superuser=True).post(
        f"/admin/clinics/operator/{operator.pk}/change/",
        {
            "corporation_number": "1234567890123",
            "name_ja": "法人",
            "name_en": "",
            "former_names": "",
        },
    )
    assert answer.status_code == 302
    assert set(shown(order)) == {clinic.pk}


def test_check_listings_finds_what_was_written_behind_the_actions(lab_clinic, capsys):
    order = released(("plan", "PB3250777"))
    lab_clinic.treatments.update(number="PB3250777")
    call_command("check_listings")
    assert "show an order anew: 1" in capsys.readouterr().out
    assert set(shown(order)) == {lab_clinic.pk}
    assert PublicChange.objects.filter(clinic=lab_clinic).exists()
    call_command("check_listings")
    assert "show an order anew: 0" in capsys.readouterr().out


def test_a_nearer_number_takes_the_place_of_a_farther_one(lab_clinic):
    order = released(("facility", "FA3250001"), ("plan", "PB3250777"))
    assert "not to this clinic" in shown(order)[lab_clinic.pk]
    lab_clinic.treatments.update(number="PB3250777")
    catalogue.public_change([lab_clinic.pk])
    assert "plan number PB3250777 at this clinic" in shown(order)[lab_clinic.pk]
    events = ListingEvent.objects.filter(clinic=lab_clinic, action="order:attach")
    assert events.count() == 2


def test_a_renamed_clinic_shows_the_same_order(client, lab_clinic):
    order = released(("institution", "試験医院"), ("facility", "FA3250001"))
    before = shown(order)
    lab_clinic.name_ja, lab_clinic.name_en = "まったく別の名前", "Another Name"
    lab_clinic.former_names = ""
    lab_clinic.save()
    lab_clinic.treatments.get().cell_labs.clear()
    facts_changed([lab_clinic.pk])
    actions.refresh_order_targets()
    assert shown(order) == before
    page = client.get(f"/clinics/{lab_clinic.slug}/").content.decode()
    assert before[lab_clinic.pk] in page


def test_a_listing_that_takes_an_ordered_name_makes_staff_look_again():
    order = released(("institution", "あおぞら医院"))
    assert order.waits_since is None
    clinic = ClinicFactory(name_ja="新しい医院", former_names="あおぞら医院")
    catalogue.public_change([clinic.pk])
    order.refresh_from_db()
    assert order.waits_since
    assert not order.targets.exists()


def test_the_listing_a_clinic_moved_to_is_proposed():
    target = OrderTargetFactory(order=released(("plan", "PB3250777")))
    new = ClinicFactory()
    Clinic.objects.filter(pk=target.clinic_id).update(
        status="moved", closed_on=timezone.localdate(), moved_to=new
    )
    catalogue.public_change([target.clinic_id])
    target.order.refresh_from_db()
    assert target.order.waits_since
    [match] = actions.find_touched(target.order)
    assert (match.clinic_id, match.how) == (new.pk, "moved")


def test_a_clinic_with_an_order_cannot_be_deleted():
    target = OrderTargetFactory()
    with pytest.raises(ProtectedError):
        target.clinic.delete()


def test_looking_again_needs_no_more_queries_for_more_rows(lab_clinic, django_assert_num_queries):
    def grow():
        for n in range(4):
            place = TreatmentFactory(checked=True, number=f"PB777000{n}")
            place.cell_labs.add(CellLabFactory(number=f"FA777000{n}"))
            entry = [
                ("plan", place.number),
                ("facility", f"FA777000{n}"),
                ("institution", f"名{n}"),
            ]
            released(*entry, date=datetime.date(2025, 1, 1 + OfficialOrder.objects.count()))

    from django.test.utils import CaptureQueriesContext

    counts = []
    released(("plan", "PB3250777"), ("facility", "FA3250001"), ("institution", "名"))
    for _round in range(2):
        with CaptureQueriesContext(connection) as caught:
            actions.refresh_order_targets()
        counts.append(len(caught))
        if not _round:
            grow()
    assert counts[0] == counts[1]


# Addressees


def test_a_number_is_taken_back_only_before_it_found_something(lab_clinic):
    order = released(("facility", "FA3250001"))
    new = entering.add_addressee(order=order, kind="plan", value="PB3250777")
    order.refresh_from_db()
    assert order.waits_since
    assert entering.drop_addressee(addressee=new)
    assert not entering.drop_addressee(addressee=order.addressees.get())
    other = entered(("plan", "PB3250778"))
    assert not entering.drop_addressee(addressee=other.addressees.get()), "it is the only one"
