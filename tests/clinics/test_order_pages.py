"""Staff pages of official orders: who may open them, and what each press writes."""

import itertools
import re

import pytest
from django.core.management import call_command
from django.test import Client

from clinics.models import OfficialOrder, OrderNotMeant, OrderRemoval, OrderTarget
from clinics.orders import actions, removing
from staff import queues
from tests.clinics.order_helpers import entered, released
from tests.factories import CellLabFactory, ClinicFactory, TreatmentFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

EDITOR, VERIFIER, ADMINISTRATOR, OTHER = (
    "listing editor", "verifier", "administrator", "review moderator",
)  # fmt: skip
NASTY = ["\x00", "9" * 400, "' OR 1=1 --", "膝" * 400, "﷽", "-1", "\r\nX: 1", "１２３"]


@pytest.fixture(autouse=True)
def _roles(db):
    call_command("sync_roles", verbosity=0)


@pytest.fixture
def lab_clinic():
    treatment = TreatmentFactory(checked=True)
    treatment.cell_labs.add(CellLabFactory(number="FA3250001"))
    return treatment.clinic


@pytest.fixture
def order(lab_clinic):
    return released(("facility", "FA3250001"))


def typed(**changes):
    values = {
        "kind": "emergency", "date": "2025-08-29", "authority_ja": "厚生労働省",
        "authority_en": "Health ministry", "source_url": "https://ministry.example.org/1",
        "seen_on": "2025-08-30", "summary_ja": "止める。", "summary_en": "Stop.",
        "plan": "", "operator": "", "facility": "ＦＡ－３２５０００１", "committee": "",
        "institution": "あおぞら医院\r\n",
    }  # fmt: skip
    return values | changes


def sent_back(response) -> dict:
    """What a browser would send from the page of an order."""
    form = response.context["decide"]
    data = {}
    for field in form:
        value = field.value()
        if value not in (None, False, ""):
            data[field.html_name] = value
    return data


def test_only_the_right_role_opens_a_page(order, staff_client):
    removal = removing.ask_removal(order=order, by=UserFactory(), reason="other")
    target = order.targets.get()
    both = {EDITOR, VERIFIER}
    pages = [
        ("GET", "", both | {ADMINISTRATOR}),
        ("GET", "new/", {EDITOR}),
        ("POST", "new/", {EDITOR}),
        ("GET", f"{order.pk}/", both | {ADMINISTRATOR}),
        ("POST", f"{order.pk}/decide/", {EDITOR}),
        ("POST", f"{order.pk}/show/", {EDITOR}),
        ("POST", f"{order.pk}/addressee/", {EDITOR}),
        ("GET", f"{order.pk}/lift/", {EDITOR}),
        ("POST", f"{order.pk}/lift/", {EDITOR}),
        ("GET", f"{order.pk}/remove/", both),
        ("POST", f"{order.pk}/remove/", both),
        ("GET", f"{order.pk}/remove/{target.pk}/", both),
        ("GET", f"targets/{target.pk}/", {EDITOR}),
        ("GET", "removals/", {VERIFIER}),
        ("GET", f"removals/{removal.pk}/", {VERIFIER}),
        ("POST", f"removals/{removal.pk}/", {VERIFIER}),
    ]
    clients = {role: staff_client(role) for role in (EDITOR, VERIFIER, ADMINISTRATOR, OTHER)}
    for method, path, allowed in pages:
        address = f"/admin/orders/{path}"
        assert Client().generic(method, address).status_code == 302, address
        for role, client in clients.items():
            status = client.generic(method, address).status_code
            # A second person is refused with 403 for another reason once it was decided.
            assert (status != 403) == (role in allowed), (method, address, role, status)
            assert status < 500, address


def test_an_order_is_entered_seen_and_shown(lab_clinic, staff_client):
    like = ClinicFactory(name_ja="あおぞら医院")
    client = staff_client(EDITOR)
    answer = client.post("/admin/orders/new/", typed())
    order = OfficialOrder.objects.get()
    assert answer["Location"] == f"/admin/orders/{order.pk}/"
    assert order.entered_by == client.user
    assert not order.targets.exists()
    page = client.get(answer["Location"])
    html = page.content.decode()
    assert lab_clinic.name_ja in html
    assert "A name like “あおぞら医院”" in html
    data = sent_back(page) | {
        f"c{like.pk}_tick": "on",
        f"c{like.pk}_en": "To Aozora, as printed.",
    }
    assert client.post(f"/admin/orders/{order.pk}/decide/", data).status_code == 302
    assert set(order.targets.values_list("clinic", flat=True)) == {lab_clinic.pk, like.pk}
    assert order.targets.get(clinic=like).scope_en == "To Aozora, as printed."
    again = client.post(f"/admin/orders/{order.pk}/decide/", data)
    assert again.status_code == 409


def test_a_name_left_unticked_is_not_meant(staff_client):
    like = ClinicFactory(name_ja="あおぞら医院")
    order, client = entered(("institution", "あおぞら医院")), staff_client(EDITOR)
    page = client.get(f"/admin/orders/{order.pk}/")
    client.post(f"/admin/orders/{order.pk}/decide/", sent_back(page))
    assert not order.targets.exists()
    assert OrderNotMeant.objects.get().clinic == like


def test_a_ticked_name_needs_its_scope_and_nothing_typed_is_lost(staff_client):
    like = ClinicFactory(name_ja="あおぞら医院")
    order, client = entered(("institution", "あおぞら医院")), staff_client(EDITOR)
    data = sent_back(client.get(f"/admin/orders/{order.pk}/"))
    data |= {f"c{like.pk}_tick": "on", f"c{like.pk}_en": "", f"c{like.pk}_ja": "私の言葉"}
    answer = client.post(f"/admin/orders/{order.pk}/decide/", data)
    assert answer.status_code == 422
    assert "Write the scope." in answer.content.decode()
    assert "私の言葉" in answer.content.decode()
    assert not OrderTarget.objects.exists()


def test_a_number_noted_meanwhile_is_looked_at_first(lab_clinic, staff_client):
    order, client = entered(("institution", "どこにもない")), staff_client(EDITOR)
    data = sent_back(client.get(f"/admin/orders/{order.pk}/"))
    staff_client(EDITOR).post(
        f"/admin/orders/{order.pk}/addressee/", {"kind": "facility", "value": "FA3250001"}
    )
    assert client.post(f"/admin/orders/{order.pk}/decide/", data).status_code == 422
    assert not OrderTarget.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"plan": "FA3250001"}, "is not a plan number"),
        ({"plan": "PB99"}, "PB99"),
        ({"facility": "PB3250001"}, "is not a number of a cell lab"),
        ({"committee": "FA3250001"}, "is not a number of a committee"),
        ({"operator": "12345"}, "A corporation number has 13 digits."),
        ({"facility": "", "institution": ""}, "Say to whom the order was addressed."),
        ({"date": "2999-01-01"}, "This day has not come yet."),
        ({"institution": "長" * 151}, "A name has at most 150 characters."),
        ({"source_url": "javascript:alert(1)"}, "valid URL"),
        ({"kind": "rumour"}, "valid choice"),
    ],
)
def test_what_is_typed_wrongly_is_told_beside_the_field(changes, says, staff_client):
    answer = staff_client(EDITOR).post("/admin/orders/new/", typed(**changes))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Health ministry" in answer.content.decode()
    assert not OfficialOrder.objects.exists()


def test_hostile_input_is_never_a_server_error(order, staff_client):
    client = staff_client(EDITOR)
    waiting = entered(("institution", "あおぞら医院"))
    ClinicFactory(name_ja="あおぞら医院")
    for nasty in NASTY:
        for path, fields in {
            "new/": typed(),
            f"{waiting.pk}/decide/": sent_back(client.get(f"/admin/orders/{waiting.pk}/")),
            f"{order.pk}/show/": dict.fromkeys(["clinic", "why", "scope_en", "scope_ja"], "x"),
            f"{order.pk}/addressee/": {"kind": "plan", "value": "x", "drop": "x"},
            f"{order.pk}/lift/": dict.fromkeys(["lifted_on", "source_url", "seen_on"], "x"),
            f"{order.pk}/remove/": {"reason": "other", "note": "x"},
        }.items():
            for name in fields:
                status = client.post(f"/admin/orders/{path}", fields | {name: nasty}).status_code
                assert status < 500, (path, name, nasty)
        assert client.get("/admin/orders/", {"page": nasty}).status_code < 500


def test_the_same_order_leads_to_the_one_that_stands(staff_client):
    client = staff_client(EDITOR)
    first = client.post("/admin/orders/new/", typed())
    second = client.post("/admin/orders/new/", typed(summary_en="Other words"))
    assert first["Location"] == second["Location"]
    assert OfficialOrder.objects.get().summary_en == "Stop."


def test_any_listing_is_chosen_by_its_address(order, staff_client):
    clinic, client = ClinicFactory(), staff_client(EDITOR)
    data = {
        "clinic": f"https://clinics.example.org/ja/clinics/{clinic.slug}/?a=1#orders",
        "why": "Same people", "scope_en": "To X.", "scope_ja": "Xへ。",
    }  # fmt: skip
    address = f"/admin/orders/{order.pk}/show/"
    assert client.post(address, data).status_code == 302
    assert order.targets.get(clinic=clinic).scope_ja == "Xへ。"
    twice = client.post(address, data)
    assert "The order shows there already." in twice.content.decode()
    unknown = client.post(address, data | {"clinic": "nowhere"})
    assert "There is no listing with this address." in unknown.content.decode()
    assert "Same people" in unknown.content.decode()


def test_a_number_is_noted_and_taken_back(staff_client):
    order, client = released(("plan", "PB3250777")), staff_client(EDITOR)
    address = f"/admin/orders/{order.pk}/addressee/"
    client.post(address, {"kind": "operator", "value": "１２３４５６７８９０１２３"})
    new = order.addressees.get(kind="operator")
    assert new.value == "1234567890123"
    client.post(address, {"drop": new.pk})
    assert not order.addressees.filter(pk=new.pk).exists()


def test_lifting_is_noted_on_a_page_of_its_own(order, staff_client):
    client = staff_client(EDITOR)
    address = f"/admin/orders/{order.pk}/lift/"
    data = {
        "lifted_on": "2025-01-01",
        "source_url": "https://b.example.org/2",
        "seen_on": "2025-10-01",
    }
    early = client.post(address, data)
    assert "An order cannot be lifted before its day." in early.content.decode()
    assert client.post(address, data | {"lifted_on": "2025-09-30"}).status_code == 302
    order.refresh_from_db()
    assert order.lifted_source.url == "https://b.example.org/2"
    assert client.post(address, data | {"lifted_on": "2025-09-30"}).status_code == 409


def test_a_scope_is_corrected(order, staff_client):
    target = order.targets.get()
    address = f"/admin/orders/targets/{target.pk}/"
    client = staff_client(EDITOR)
    assert target.scope_en in client.get(address).content.decode().replace("&#x27;", "'")
    assert client.post(address, {"scope_en": "", "scope_ja": "新"}).status_code == 422
    client.post(address, {"scope_en": "New", "scope_ja": "新"})
    target.refresh_from_db()
    assert (target.scope_en, target.scope_ja) == ("New", "新")


def test_removal_takes_another_person_through_the_pages(order, staff_client):
    first, second = staff_client(VERIFIER), staff_client(VERIFIER)
    data = {"reason": "wrong_listing", "note": "The lab of another clinic"}
    target = order.targets.get()
    assert first.post(f"/admin/orders/{order.pk}/remove/{target.pk}/", data).status_code == 302
    removal = OrderRemoval.objects.get()
    address = f"/admin/orders/removals/{removal.pk}/"
    assert "You asked for this." in first.get(address).content.decode()
    assert first.post(address, {"confirm": ""}).status_code == 403
    assert order.targets.exists()
    page = second.get(address).content.decode()
    assert "It is shown on the wrong listing: The lab of another clinic" in page
    assert second.post(address, {"confirm": ""}).status_code == 302
    assert not order.targets.exists()
    assert second.post(address, {"confirm": ""}).status_code == 409
    assert "removed" in second.get(address).content.decode()


def test_a_removal_needs_a_reason(order, staff_client):
    answer = staff_client(EDITOR).post(f"/admin/orders/{order.pk}/remove/", {"reason": "other"})
    assert answer.status_code == 422
    assert not OrderRemoval.objects.exists()


def test_a_target_of_another_order_is_not_found(order, staff_client):
    other = released(("plan", "PB3250001"))
    address = f"/admin/orders/{other.pk}/remove/{order.targets.get().pk}/"
    assert staff_client(EDITOR).get(address).status_code == 404


def test_the_stock_pages_neither_add_nor_delete_orders(order, staff_client):
    client = staff_client(superuser=True)
    assert client.get("/admin/clinics/officialorder/add/").status_code == 403
    address = f"/admin/clinics/officialorder/{order.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 403
    client.post(
        "/admin/clinics/officialorder/",
        {"action": "delete_selected", "_selected_action": order.pk, "post": "yes"},
    )
    assert OfficialOrder.objects.filter(pk=order.pk).exists()
    assert client.get(f"/admin/clinics/officialorder/{order.pk}/change/").status_code == 200


def test_today_shows_what_waits(staff_client):
    entered(("institution", "あおぞら医院"))
    order = released(("plan", "PB3250777"))
    removing.ask_removal(order=order, by=UserFactory(), reason="other")
    counts = {
        role: {task.queue.name: task.count for task in queues.tasks_for(staff_client(role).user)}
        for role in (EDITOR, VERIFIER)
    }
    assert counts[EDITOR]["orders"] == 1
    assert counts[VERIFIER]["order_removals"] == 1
    assert "order_removals" not in counts[EDITOR]


@pytest.mark.parametrize(
    "path", ["/admin/orders/", "/admin/orders/{pk}/", "/admin/orders/removals/"]
)
def test_pages_need_no_more_queries_for_more_rows(path, assert_same_queries, staff_client):
    waiting = entered(("institution", "あおぞら医院"), ("facility", "FA3250001"))
    lab, numbers = CellLabFactory(number="FA3250001"), itertools.count()

    def grow():
        for n in itertools.islice(numbers, 3):
            place = TreatmentFactory(checked=True, clinic__name_ja=f"あおぞら医院{n}")
            TreatmentFactory(checked=True).cell_labs.add(lab)
            place.cell_labs.add(lab)
            actions.show_on_listing(
                order=waiting, clinic=ClinicFactory(), scope_en="a", scope_ja="b", why="c",
                by=UserFactory(),
            )  # fmt: skip
            more = released(("plan", f"PB777{n:04d}"))
            removing.ask_removal(order=more, by=UserFactory(), reason="other")
            removing.ask_removal(
                order=waiting, by=UserFactory(), reason="other",
                target=waiting.targets.order_by("pk").last(),
            )  # fmt: skip

    grow()
    client = staff_client(VERIFIER)
    assert_same_queries(path.format(pk=waiting.pk), grow, as_client=client)


def test_a_page_has_one_heading_and_labelled_fields(staff_client):
    html = staff_client(EDITOR).get("/admin/orders/new/").content.decode()
    assert len(re.findall("<h1", html)) == 1
    for name in typed():
        assert f'for="id_{name}"' in html
