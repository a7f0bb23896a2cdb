"""Which entries staff check next, and drafts that wait to be finished."""

import pytest
from django.core.management import call_command

from clinics import actions, demand
from clinics.desk import queues
from clinics.models import ClinicLanguage, Treatment
from staff import queues as staff_queues
from tests.clinics.helpers import admin_form, facts
from tests.factories import (
    ClinicFactory,
    TreatmentFactory,
)

pytestmark = pytest.mark.django_db
EDITOR, VERIFIER = "listing editor", "verifier"


@pytest.fixture(autouse=True)
def _roles(db):
    call_command("sync_roles", verbosity=0)


@pytest.fixture
def source():
    """A source of demand that says what the test put into it."""
    counts: dict[int, int] = {}

    def count(treatments):
        wanted = counts if treatments is None else set(treatments) & set(counts)
        return {pk: counts[pk] for pk in wanted}

    demand.register_source("taps", count)
    yield counts
    demand.unregister_source("taps")


def test_most_asked_for_comes_first_then_the_focus_then_the_oldest(source, settings):
    old, knee, newer, wished, tapped = (
        TreatmentFactory(conditions=[code]) for code in ("t2d", "knee_oa", "t2d", "knee_oa", "knee_oa")
    )  # fmt: skip
    actions.wish_price(treatment=wished)
    source[tapped.pk], source[wished.pk] = 3, 1
    assert list(queues.wanted()) == [tapped, wished, old, newer, knee]
    assert set(queues.asked_for()) == {tapped, wished}
    settings.FOCUS_CONDITIONS = ["knee_oa"]
    assert list(queues.wanted()) == [tapped, wished, knee, old, newer]


def test_the_queue_says_why(source, staff_client):
    entry = TreatmentFactory()
    for _n in range(2):
        actions.wish_price(treatment=entry)
    source[entry.pk] = 3
    TreatmentFactory(conditions=["knee_oa"])
    page = staff_client(EDITOR).get("/admin/listings/wanted/").content.decode()
    assert "2 wishes · 3 taps" in page
    assert "Not yet" in page


def test_the_queue_shows_every_unchecked_entry_and_today_only_what_was_asked_for(staff_client):
    for _n in range(52):
        TreatmentFactory(conditions=[])
    TreatmentFactory(checked=True)
    client = staff_client(EDITOR)
    assert queues.wanted().count() == 52
    page = client.get("/admin/listings/wanted/?page=2").context["page"]
    assert len(page.object_list) == 2
    today = {task.queue.name: task.count for task in staff_queues.tasks_for(client.user)}
    assert today["wanted"] == 0
    actions.wish_price(treatment=Treatment.objects.filter(level="list").latest("pk"))
    today = {task.queue.name: task.count for task in staff_queues.tasks_for(client.user)}
    assert today["wanted"] == 1


def test_the_queue_needs_few_queries(source, staff_client, assert_same_queries):
    def grow():
        for _n in range(3):
            entry = TreatmentFactory()
            source[entry.pk] = entry.pk
            actions.wish_price(treatment=entry)

    grow()
    address = "/admin/listings/wanted/"
    assert assert_same_queries(address, grow, as_client=staff_client(EDITOR)) <= 12


def test_a_draft_of_the_stock_admin_reaches_a_queue(staff_client):
    client, clinic = staff_client(EDITOR), ClinicFactory()
    data = admin_form(client, "/admin/clinics/treatment/add/") | {
        "clinic": clinic.pk, "asrm_class": "2", "title_ja": "新しい治療", "cell_labs": [],
    }  # fmt: skip
    answer = client.post("/admin/clinics/treatment/add/", data)
    assert answer.status_code == 302, answer.context["errors"]
    draft = Treatment.objects.get()
    assert draft.publication == "draft"
    page = client.get("/admin/listings/drafts/").content.decode()
    assert f'href="/admin/listings/{draft.pk}/"' in page
    today = {task.queue.name: task.count for task in staff_queues.tasks_for(client.user)}
    assert today["drafts"] == 1


def test_a_language_the_form_does_not_offer_stays(staff_client):
    entry = TreatmentFactory()
    ClinicLanguage.objects.create(clinic=entry.clinic, code="zh-Hans")
    ClinicLanguage.objects.create(clinic=entry.clinic, code="ko")
    data = facts(save="", languages=["en"])
    assert staff_client(EDITOR).post(f"/admin/listings/{entry.pk}/", data).status_code == 302
    spoken = set(entry.clinic.languages.values_list("code", flat=True))
    assert spoken == {"zh-Hans", "en"}
