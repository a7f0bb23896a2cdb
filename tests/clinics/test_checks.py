"""Each rule sees its contradiction, and only that."""

import datetime

import pytest

from clinics import actions
from clinics.checks import RULES, findings_of, record_findings
from clinics.models import Finding
from tests.factories import TreatmentFactory, UserFactory

pytestmark = pytest.mark.django_db

IMMUNE = {"product": "immune", "tissue": "blood", "processing": "cultured"}
SVF = {
    "product": "svf", "number": "PC3250067", "asrm_class": "3", "processing": "minimally",
}  # fmt: skip


def seen(**facts):
    treatment = TreatmentFactory(**({"number": "PB3250067"} | facts))
    return {rule.code for rule, _detail in findings_of(treatment)}


def test_a_sound_treatment_has_no_findings():
    assert seen() == set()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"number": "XX12"}, "number_unreadable"),
        ({"number": "NA8150001"}, "number_not_a_plan"),
        ({"number": "jRCTb03"}, "number_unreadable"),
        ({"number": "FA3150001"}, "number_not_a_plan"),
        ({"number": "PB3120001"}, "number_impossible"),
        ({"number": "PB3990001"}, "number_impossible"),
        ({"number": "PB3250000"}, "number_odd"),
        ({"number": "PB8250067"}, "number_odd"),
        ({"asrm_class": "3"}, "class_letter"),
        ({"number": "PB5250067"}, "bureau"),
        ({"submitted_on": datetime.date(2020, 1, 1)}, "year"),
        ({"submitted_on": datetime.date(2026, 4, 1)}, "year"),
        ({"origin": "donor"}, "donor_class"),
        ({"number": "", "asrm_class": "3", "origin": "donor"}, "donor_class"),
        ({"tissue": "ips", "product": "other_cells"}, "class_one"),
        ({"processing": "gene_modified"}, "class_one"),
        ({"origin": "none", "product": "cell_free"}, "cell_free"),
        ({"number": "", "product_detail": "exosome", "product": "cell_free"}, "cell_free"),
        ({"origin": "none"}, "cells_and_none"),
        ({"number": "PC3250067", "asrm_class": "3"}, "msc_class"),
        (IMMUNE | {"product_detail": "nk"}, "immune_class"),
        (IMMUNE | {"product_detail": "dc"}, "immune_class"),
        (SVF | {"product_detail": "adrc"}, "svf_drip_class"),
        ({"number": "", "asrm_class": "1"}, "class_rule"),
        ({"title_ja": "臨床研究jRCTb030200001と同じ治療"}, "research_number"),
        ({"list_last_seen": datetime.date(2020, 1, 1)}, "list_old"),
    ],
)
def test_rule_sees_its_contradiction(facts, code):
    assert code in seen(**facts)


@pytest.mark.parametrize("day", [datetime.date(2025, 1, 1), datetime.date(2026, 3, 31)])
def test_year_of_the_number_may_be_fiscal_or_calendar(day):
    assert "year" not in seen(submitted_on=day)


def test_same_number_on_two_treatments_is_seen():
    TreatmentFactory(number="PB3250067")
    assert "same_number" in seen()


def test_one_product_may_stand_in_two_rows_of_a_clinic():
    here = TreatmentFactory(number="PB3250067")
    assert "same_number" not in seen(clinic=here.clinic)
    assert "same_number" in seen(clinic=here.clinic, product="platelets")


def test_sample_numbers_are_never_odd():
    assert seen(number="PB9250067", is_sample=True, clinic__sample=True) == set()


def test_every_rule_has_its_own_code_and_label():
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(str(rule.label) for rule in RULES)


def test_findings_are_recorded_once_solved_and_opened_again():
    treatment = TreatmentFactory(number="PB5250067")
    assert record_findings([treatment]) == 1
    assert record_findings([treatment]) == 1
    assert Finding.objects.count() == 1
    treatment.number = "PB3250067"
    assert record_findings([treatment]) == 0
    assert Finding.objects.get().state == Finding.State.SOLVED
    treatment.number = "PB5250067"
    record_findings([treatment])
    assert Finding.objects.get().state == Finding.State.OPEN


def test_an_accepted_finding_stays_accepted_while_nothing_changes():
    treatment = TreatmentFactory(number="PB5250067")
    record_findings([treatment])
    finding = Finding.objects.get()
    actions.accept_warning(finding=finding, by=UserFactory(), reason="moved")
    assert record_findings([treatment]) == 0
    treatment.number = "PB6250067"
    assert record_findings([treatment]) == 1
    finding = treatment.findings.get()
    assert (finding.state, finding.decided_by, finding.reason) == ("open", None, "")
