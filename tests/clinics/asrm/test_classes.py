"""Cases from the ministry's lists of September 2026 and from the notice of 2014-10-31."""

from datetime import date, timedelta

import pytest

from clinics.asrm import terms
from clinics.asrm.classes import (
    AMENDMENT,
    LAW_BEGINS,
    RULES,
    class_label,
    class_of_letter,
    expected_classes,
    letter_of_class,
)

ON = date(2026, 9, 20)


def expect(origin="", product="", tissue="", processing="", route="", homologous=None, on=ON):
    return expected_classes(origin, product, tissue, processing, route, homologous, on)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (("own", "fat_msc", "adipose", "cultured", "iv"), "2"),
        (("own", "asc", "adipose", "cultured", "intradermal"), "2"),
        (("own", "svf", "adipose", "", "intra_articular"), "2"),
        (("own", "adrc", "adipose", "minimally", "iv"), "2"),
        (("own", "bmac", "bone_marrow", "", "iv"), "2"),
        (("own", "synovial_msc", "synovium", "cultured", ""), "2"),
        (("own", "fibroblast", "dermal_fibroblast", "cultured", "intradermal"), "2"),
        (("own", "chondrocyte", "cartilage", "cultured", "surgical"), "2"),
        (("own", "prp", "peripheral_blood", "", "intra_articular"), "2"),
        (("own", "prp", "peripheral_blood", "", "intrauterine"), "2"),
        (("own", "prp", "peripheral_blood", "", "intradermal"), "3"),
        (("own", "nk", "peripheral_blood", "cultured", "iv"), "3"),
        (("own", "dc", "", "", ""), "3"),
        (("donor", "cord_msc", "umbilical_cord", "cultured", "iv"), "1"),
        (("donor", "prp", "", "", ""), "1"),
        (("donor", "", "cord_blood", "", "iv"), "1"),
        (("own", "other_msc", "ips", "cultured", ""), "1"),
        (("", "", "es", "", ""), "1"),
        (("own", "t_cell", "", "gene_modified", "iv"), "1"),
        (("", "islet", "animal", "", ""), "1"),
        (("none", "supernatant", "umbilical_cord", "", "iv"), "outside"),
        (("donor", "exosome", "umbilical_cord", "", "nasal"), "outside"),
        (("own", "fd_prp", "", "freeze_dried", "intra_articular"), "outside"),
        (("none", "", "", "", ""), "outside"),
    ],
)
def test_clear_facts_leave_one_class(facts, expected):
    found = expect(*facts)
    assert found.classes == {expected}
    assert found.certain
    assert found.reason_en
    assert found.reason_ja


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), {"1", "2", "3", "outside"}),
        (("own",), {"2", "3"}),
        (("own", "no-such-code"), {"2", "3"}),
        (("own", "fat_msc"), {"2", "3"}),
        (("", "fat_msc", "", "cultured"), {"1", "2"}),
        (("", "nk"), {"1", "3"}),
        (("own", "prp"), {"2", "3"}),
        (("own", "svf", "", "", "local_injection"), {"2", "3"}),
        (("own", "fibroblast"), {"2", "3"}),
        (("none", "nk"), {"1", "2", "3", "outside"}),
        (("own", "nk", "", "minimally"), {"2", "3"}),
    ],
)
def test_unknown_facts_widen_the_set_and_are_never_certain(facts, expected):
    found = expect(*facts)
    assert found.classes == expected
    assert not found.certain


@pytest.mark.parametrize(
    ("product", "processing", "homologous", "expected"),
    [
        ("svf", "", True, {"3"}),
        ("svf", "", False, {"2"}),
        ("fat_msc", "minimally", True, {"3"}),
        ("prp", "", False, {"2"}),
        ("prp", "", True, {"3"}),
        ("nk", "cultured", False, {"2", "3"}),
        ("nk", "minimally", True, {"3"}),
        ("nk", "minimally", False, {"2"}),
        ("fibroblast", "minimally", True, {"3"}),
    ],
)
def test_stated_homologous_use_decides(product, processing, homologous, expected):
    assert expect("own", product, "", processing, "", homologous).classes == expected


def test_law_has_a_first_day():
    assert expect("donor", "nk", on=LAW_BEGINS - timedelta(days=1)).classes == {"outside"}
    assert expect("donor", "nk", on=LAW_BEGINS).classes == {"1"}


def test_gene_treatment_without_cells_came_in_with_the_amendment():
    before = expect("none", "", "", "gene_modified", on=AMENDMENT - timedelta(days=1))
    after = expect("none", "", "", "gene_modified", on=AMENDMENT)
    assert (before.classes, before.certain) == ({"outside"}, True)
    assert (after.classes, after.certain) == ({"1", "2", "3"}, False)


def test_approved_device_may_need_no_plan_since_the_amendment():
    before = expect("own", "prp", "", "", "intra_articular", on=AMENDMENT - timedelta(days=1))
    after = expect("own", "prp", "", "", "intra_articular", on=AMENDMENT)
    assert not before.may_be_outside
    assert before.allows("outside") is False
    assert after.may_be_outside
    assert after.allows("outside") is True
    assert not expect("own", "fat_msc", "", "cultured").may_be_outside
    assert not expect("donor", "prp").may_be_outside


def test_stated_class_is_compared_with_the_expectation():
    found = expect("donor", "cord_msc")
    assert found.allows("2") is False
    assert found.allows("1") is True
    assert found.allows("") is None


def test_today_is_taken_when_no_day_is_given():
    assert expected_classes("donor").classes == {"1"}


def test_letters_and_classes_belong_together():
    assert [class_of_letter(letter) for letter in "ABc"] == ["1", "2", "3"]
    assert [letter_of_class(code) for code in ("1", "2", "3", "outside")] == ["A", "B", "C", None]
    assert class_of_letter("D") is None


def test_class_is_called_a_risk_class_and_not_a_grade():
    assert (class_label("2"), class_label("2", "ja")) == ("Class II", "第二種")
    assert class_label("outside", "ja") == "法の対象外"
    for code in "123":
        assert "not a grade" in terms.find("class", code).explain_en


def test_every_rule_names_its_source_and_speaks_both_languages():
    for rule in RULES.values():
        assert rule.source.startswith("http")
        assert rule.en.endswith(".")
        assert rule.ja.endswith("。")
        assert rule.classes <= {"1", "2", "3", "outside"}
    assert not RULES["genes_without_cells"].holds(AMENDMENT)
