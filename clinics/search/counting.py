"""How many clinics each value of each facet would find."""

from collections.abc import Iterable

from pyroaring import BitMap

from clinics.search.asked import Asked
from clinics.search.index import Index
from clinics.search.numbering import shared_clinics

Counts = dict[str, tuple[int, int]]  # {value: (clinics in all, with a checked listing)}


def facet_counts(
    asked: Asked, names: Iterable[str], *, cities_in: Iterable[str] | None = None
) -> dict[str, Counts]:
    """Return {parameter: counts}; a parameter's own selection is left out of its counts.

    ``cities_in``: only the wards of these prefectures are counted.
    """
    return {name: _counts(asked, name, cities_in) for name in names}


def _counts(asked: Asked, name: str, cities_in: Iterable[str] | None) -> Counts:
    index, found = asked.index, asked.matching(without=(name,))
    if found is asked.within:  # the page without filters is asked for most and counts most
        key = (name, found is index.numbering.every)
        if key not in index.counted:
            index.counted[key] = _count(index, name, found, None)
        return index.counted[key]
    return _count(index, name, found, cities_in if name == "city" else None)


def _count(index: Index, name: str, found: BitMap, cities_in: Iterable[str] | None) -> Counts:
    numbering, detailed = index.numbering, found & index.detailed
    if name in index.of_clinics:
        every, checked = numbering.clinics(found), numbering.clinics(detailed)
        return {
            value: (
                every.intersection_cardinality(clinics),
                checked.intersection_cardinality(clinics),
            )
            for value, clinics in index.of_clinics[name].items()
            if cities_in is None or value.partition(":")[0] in cities_in
        }
    rows, rows_detailed = numbering.rows(found), numbering.rows(detailed)
    return {
        value: (
            len(shared_clinics(rows, theirs)),
            len(shared_clinics(rows_detailed, theirs)),
        )
        for value, theirs in index.rows_of[name].items()
    }


def count_clinics(asked: Asked, treatments: BitMap) -> int:
    """Return how many clinics these treatments belong to."""
    return len(asked.index.numbering.clinics(treatments)) if treatments else 0


def kind_counts(asked: Asked) -> dict[str, int]:
    """Return how many matching clinics stand in each block: checked, sample, list."""
    index, found = asked.index, asked.matching()
    clinics = index.numbering.clinics
    checked, sample = clinics(found & index.kind("checked")), clinics(found & index.kind("sample"))
    every = len(clinics(found)) if found else 0
    detailed = len(checked | sample)
    return {
        "checked": len(checked),
        "sample": detailed - len(checked),
        "list": every - detailed,
    }
