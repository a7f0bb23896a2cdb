"""Treatments as numbers, and back to their clinics."""

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from clinics.search.names import SMALL, STEP, Names
from clinics.search.numbering import Numbering, shared_clinics, stride_for

SIZES = st.lists(st.integers(1, 40), min_size=1, max_size=60)


def _some(numbering: Numbering, data) -> BitMap:
    return BitMap(data.draw(st.sets(st.sampled_from(list(numbering.every)))))


@given(SIZES, st.data())
def test_a_set_of_treatments_gives_its_clinics(sizes, data):
    numbering = Numbering(sizes, stride_for(len(sizes)))
    assert len(numbering.every) == sum(sizes)
    owner = {number: c for c in range(len(sizes)) for number in numbering.column(c)}
    assert owner.keys() == set(numbering.every)
    some, others = _some(numbering, data), _some(numbering, data)
    clinics = {owner[number] for number in some}
    assert set(numbering.clinics(some)) == clinics
    assert set(numbering.treatments(BitMap(clinics))) == {n for n in owner if owner[n] in clinics}
    both = shared_clinics(numbering.rows(some), numbering.rows(others))
    assert set(both) == {owner[number] for number in some & others}


def test_the_stride_is_larger_than_any_number_of_clinics():
    for clinics in (0, 1, 65_535, 65_536, 100_000):
        assert stride_for(clinics) > clinics
        assert stride_for(clinics) % 65_536 == 0


@given(st.data())
def test_any_part_of_the_names_is_the_part_of_the_sorted_list(data):
    labels = data.draw(st.lists(st.text(max_size=3), min_size=1, max_size=50))
    names = Names(labels)
    chosen = data.draw(st.sets(st.integers(0, len(labels) - 1)))
    expected = sorted(chosen, key=lambda clinic: (labels[clinic], clinic))
    start = data.draw(st.integers(0, 50))
    assert names.part(BitMap(chosen), start, start + 7) == expected[start : start + 7]


def test_large_sets_are_read_in_steps():
    labels = [str(number * 7_919 % 10_007) for number in range(4 * STEP)]
    names = Names(labels)
    chosen = BitMap(range(0, len(labels), 1))
    assert len(chosen) > SMALL
    expected = sorted(chosen, key=lambda clinic: (labels[clinic], clinic))
    for start in (0, 5, STEP - 3, 2 * STEP, len(labels) - 4, len(labels) + 5):
        assert names.part(chosen, start, start + 20) == expected[start : start + 20]
