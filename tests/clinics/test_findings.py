"""Findings in bulk, two people on a contradiction, the nightly run, and the order of work."""

import datetime
import json
import threading

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinics import actions, demand, nightly
from clinics.checks import RULES, record_findings
from clinics.desk import queues
from clinics.models import ClinicLanguage, Finding, ListingEvent, RuleCount, Treatment
from staff import queues as staff_queues
from tests.clinics.helpers import admin_form, facts, verifier
from tests.factories import (
    CellLabFactory,
    ClinicFactory,
    OfficialOrderFactory,
    OrderTargetFactory,
    PriceSheetFactory,
    SourceFactory,
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


def recorded(treatment):
    record_findings([treatment])
    return set(treatment.findings.open().values_list("rule", flat=True))


def live(**values):
    return PriceSheetFactory(**{f"treatment__{name}": v for name, v in values.items()}).treatment


# Rules that read more than the treatment itself


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("厚生労働省の承認を受けた治療です。", True),
        ("当院は許可を得ています。", True),
        ("This clinic is licensed.", True),
        ("Our treatment is approved.", True),
        ("未承認の医薬品を使います。", False),
        ("The plan is filed, it is not approved.", False),
        ("治療の説明", False),
    ],
)
def test_words_of_approval_on_the_clinics_page_are_seen(text, seen):
    treatment = live(source=SourceFactory(page_text=text))
    assert ("approval_words" in recorded(treatment)) is seen


def test_words_of_approval_count_since_the_warning(time_machine):
    treatment = live(source=SourceFactory(page_text="厚生労働省の承認"))
    time_machine.move_to(datetime.datetime(2024, 5, 19, 12, tzinfo=datetime.UTC))
    assert "approval_words" not in recorded(treatment)
    time_machine.move_to(datetime.datetime(2024, 5, 20, 12, tzinfo=datetime.UTC))
    assert "approval_words" in recorded(treatment)


def test_a_study_number_on_the_clinics_page_is_seen():
    treatment = live(source=SourceFactory(page_text="登録番号 jRCTb030200001"))
    assert "research_number" in recorded(treatment)
    assert treatment.findings.get().detail == "jRCTb030200001"


def test_a_live_listing_without_a_price_today_is_incomplete():
    treatment = live()
    assert recorded(treatment) == set()
    treatment.prices.update(valid_to=timezone.localdate() - datetime.timedelta(days=1))
    assert recorded(treatment) == {"incomplete"}
    assert treatment.findings.get().detail == "price"


def test_what_an_unfinished_listing_lacks_is_said_by_the_gate_only():
    assert recorded(TreatmentFactory(being_checked_by=UserFactory())) == set()


def test_a_number_outside_the_list_is_seen_once_a_list_was_read():
    treatment = live()
    assert recorded(treatment) == set()
    TreatmentFactory(list_last_seen=timezone.localdate())
    assert recorded(treatment) == {"not_in_list"}
    treatment.list_last_seen = timezone.localdate()
    assert recorded(treatment) == set()


def test_an_open_order_on_the_clinic_is_seen_until_it_is_lifted():
    treatment = live()
    order = OrderTargetFactory(clinic=treatment.clinic).order
    assert recorded(treatment) == {"open_order"}
    order.lifted_on = timezone.localdate()
    order.save()
    assert recorded(treatment) == set()


def test_an_order_on_a_lab_is_seen_where_the_lab_is_used():
    lab = CellLabFactory()
    treatment = live()
    other = live(clinic=treatment.clinic)
    treatment.cell_labs.add(lab)
    OrderTargetFactory(order=OfficialOrderFactory(), clinic=treatment.clinic, cell_lab=lab)
    assert recorded(treatment) == {"open_order"}
    assert recorded(other) == set()


def test_a_second_order_opens_an_accepted_finding_again():
    treatment = live()
    OrderTargetFactory(clinic=treatment.clinic)
    recorded(treatment)
    actions.accept_warning(finding=treatment.findings.get(), by=UserFactory(), reason="known")
    assert recorded(treatment) == set()
    order = OfficialOrderFactory(date=datetime.date(2026, 1, 5))
    OrderTargetFactory(order=order, clinic=treatment.clinic)
    assert recorded(treatment) == {"open_order"}


def test_many_listings_are_looked_at_with_the_queries_of_few():
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert record_findings(queues_of_all()) == 0
        return len(caught)

    def queues_of_all():
        rows = Treatment.objects.under_check().select_related("clinic", "source")
        return rows.prefetch_related("findings").order_by("pk")

    live()
    before = queries()
    for _n in range(4):
        live()
    assert queries() == before


# Two people


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


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_is_told():
    call_command("sync_roles", verbosity=0)
    draft = TreatmentFactory(origin="donor", being_checked_by=UserFactory())
    record_findings([draft])
    finding = draft.findings.get(rule="donor_class")
    actions.ask_override(finding=finding, by=UserFactory(), reason="x")
    people, answers = [verifier(), verifier()], []
    start = threading.Barrier(2)

    def confirm(by):
        try:
            start.wait(10)
            actions.confirm_override(finding=Finding.objects.get(pk=finding.pk), by=by)
            answers.append("done")
        except actions.AlreadyDecided:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(answers) == ["done", "told"]
    assert ListingEvent.objects.filter(action="override:donor_class").count() == 1


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


# The nightly run


def test_check_listings_prints_one_line_a_rule(capsys):
    live(number="PB5250067")
    TreatmentFactory(origin="donor")
    call_command("check_listings")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[: len(RULES)]] == [rule.code for rule in RULES]
    assert "bureau: open findings 1, on the ministry's list only 0" in lines
    assert "donor_class: open findings 0, on the ministry's list only 1" in lines
    assert "incomplete: open findings 0" in lines
    call_command("check_listings", "--json")
    [line] = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["listings"], told["open"], told["contradictions"]) == (1, 1, 0)
    assert (told["rules"]["bureau"], told["on_list"]["donor_class"]) == (1, 1)


def test_entries_of_the_list_are_counted_and_never_findings(staff_client):
    entry = TreatmentFactory(origin="donor")
    TreatmentFactory(origin="donor", publication="withdrawn")
    client = staff_client(EDITOR)
    assert "Not counted yet." in client.get("/admin/listings/report/").content.decode()
    nightly.count_on_list()
    assert not Finding.objects.exists()
    row = RuleCount.objects.get(rule="donor_class")
    assert (row.count, row.examples) == (1, [entry.pk])
    page = client.get("/admin/listings/report/").content.decode()
    link = f"/admin/clinics/treatment/?id__in={entry.pk}"
    assert link in page
    assert entry.clinic.name_en in client.get(link).content.decode()


def test_counting_the_list_needs_the_queries_of_few():
    def queries():
        with CaptureQueriesContext(connection) as caught:
            nightly.count_on_list()
        return len(caught)

    TreatmentFactory(origin="donor")
    queries()
    before = queries()
    for _n in range(4):
        TreatmentFactory(origin="donor")
    assert queries() == before


def test_the_report_is_read_from_what_was_counted(staff_client, assert_same_queries):
    nightly.count_on_list()

    def grow():
        for _n in range(3):
            TreatmentFactory(origin="donor")
        nightly.count_on_list()

    address = "/admin/listings/report/"
    assert assert_same_queries(address, grow, as_client=staff_client(EDITOR)) <= 12


# What is checked next


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
        "clinic": clinic.pk, "asrm_class": "2", "title_ja": "新しい治療",
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
