"""Rules that read more than the treatment itself, and the nightly run over everything."""

import datetime
import itertools
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinics import actions, nightly
from clinics.checks import RULES, record_findings
from clinics.models import Finding, RuleCount, Treatment
from tests.factories import (
    CellLabFactory,
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


def recorded(treatment):
    record_findings([treatment])
    return set(treatment.findings.open().values_list("rule", flat=True))


_serials = itertools.count(1)


def live(**values):
    """A complete live listing whose number is odd in nothing."""
    values.setdefault("number", f"PB325{next(_serials):04d}")
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
