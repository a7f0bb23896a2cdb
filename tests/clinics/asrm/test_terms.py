import pytest

from clinics.asrm import terms
from clinics.asrm.terms import GROUPS, also_found_under, ancestors, descendants, expand_filter

ALL = [term for group in GROUPS for term in terms.terms(group)]


@pytest.mark.parametrize("term", ALL, ids=lambda term: f"{term.group}:{term.code}")
def test_term_is_complete_and_hangs_in_its_tree(term):
    assert term.en
    assert term.ja
    assert len(term.code) <= 32
    assert terms.find(term.group, term.code) is term
    above = ancestors(term.group, term.code)
    assert term.code not in above
    assert {*above, *term.not_stated_for} <= set(GROUPS[term.group])


@pytest.mark.parametrize("group", list(GROUPS))
def test_labels_of_a_group_are_all_different(group):
    for lang in ("en", "ja"):
        labels = [terms.label(group, term.code, lang) for term in terms.terms(group)]
        assert len(labels) == len(set(labels))


def test_labels_come_in_two_languages_and_unknown_codes_stand_for_themselves():
    assert terms.label("origin", "donor") == "Another person's cells (donor)"
    assert terms.label("origin", "own", "ja") == "自己(自家)細胞"
    assert terms.label("origin", "none", "ja-JP") == "細胞を含まない"
    assert terms.label("route", "nonsense") == "nonsense"
    assert [term.code for term in terms.terms("origin")] == ["own", "donor", "none"]
    assert [term.code for term in terms.terms("institution")] == ["clinic", "hospital", "dental"]
    assert [term.code for term in terms.terms("class")] == ["1", "2", "3", "outside"]


def test_patient_groups_come_as_a_short_list():
    groups = [term.code for term in terms.terms("product") if term.parent is None]
    assert groups == [
        "fat_msc", "marrow_msc", "other_msc", "svf", "platelets", "immune", "skin_cells",
        "cartilage_cells", "other_cells", "cell_free",
    ]  # fmt: skip
    assert {"prp", "aps", "prf", "cgf", "prgf"} <= descendants("product", "platelets")
    assert ancestors("product", "exosome") == ("cell_free",)


def test_parent_includes_its_children():
    assert {"diabetes", "t2d", "diabetes_ns", "diabetic_foot"} <= descendants(
        "condition", "diabetes"
    )
    assert ancestors("condition", "diabetic_foot") == ("diabetic_complication", "diabetes")
    assert descendants("condition", "nonsense") == frozenset()
    assert ancestors("condition", "nonsense") == ()


def test_type_2_also_shows_diabetes_of_no_stated_type_and_says_so():
    found = expand_filter("condition", "t2d")
    assert found.codes == {"t2d", "diabetes_ns"}
    assert found.not_stated == {"diabetes_ns"}


def test_whole_disease_needs_no_doubtful_extra():
    assert expand_filter("condition", "diabetes").not_stated == frozenset()
    assert expand_filter("condition", "oa").not_stated == {"knee"}
    assert expand_filter("condition", "diabetic_foot").codes == {"diabetic_foot"}
    assert expand_filter("condition", "nonsense").codes == frozenset()


def test_not_stated_term_tells_where_else_it_is_found():
    assert also_found_under("condition", "diabetes_ns") == ("t2d", "t1d")
    assert also_found_under("condition", "t2d") == ()
    assert also_found_under("condition", "nonsense") == ()


def test_unknown_group_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        terms.terms("colour")
