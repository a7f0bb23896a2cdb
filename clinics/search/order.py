"""The order of the results, in words at /about/order/.

Checked listings, then samples, then what only the ministry's list says. Inside each, by relevance:
of a clinic's best matching treatment, whether its title names what was asked for and whether its
facts are old; then the newest check; then the name. Nothing a clinic pays can change it: of money
ties the index knows only whose scores are not shown, and no order but "rating" reads that.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from pyroaring import BitMap

from clinics.search.asked import Asked
from clinics.search.index import NOTHING

BLOCKS = ("checked", "sample", "list")
Group = tuple[str, BitMap]  # kind, clinics that only their names put in order


def page(asked: Asked, *, sort: str, language: str, start: int, stop: int) -> list[tuple[int, str]]:
    """Return (clinic, kind of block) at the places ``start`` to ``stop`` (without it)."""
    names = asked.index.names[language]
    found: list[tuple[int, str]] = []
    before = 0
    for kind, clinics in groups(asked, sort):
        if before >= stop:
            break
        size = len(clinics)
        if before + size > start:
            part = names.part(clinics, max(start - before, 0), min(stop - before, size))
            found += [(clinic, kind) for clinic in part]
        before += size
    return found


def place_of(asked: Asked, clinic: int, *, sort: str, language: str) -> int | None:
    """Return the place of a clinic among the matching ones, or None."""
    before = 0
    for _kind, clinics in groups(asked, sort):
        if clinic in clinics:
            return before + asked.index.names[language].place(clinics, clinic)
        before += len(clinics)
    return None


def best_of(asked: Asked, clinic: int, *, sort: str) -> tuple[int, int]:
    """Return the key of the matching treatment that stands for a clinic, and how many match.

    The first by the same rules as the clinics: kind, price if asked for, named, not old.
    """
    index, day, found = asked.index, asked.day, asked.matching()
    kinds = [index.kind(kind) for kind in BLOCKS]
    dear = max(day.lowest, default=0) + 1

    def place(at: tuple[int, int]) -> tuple:
        number = at[1]
        return (
            next(rank for rank, numbers in enumerate(kinds) if number in numbers),
            day.total_of.get(number, dear) if sort == "price" else 0,
            number not in asked.named,
            number in day.aged,
            at,
        )

    column = enumerate(index.numbering.column(clinic))
    matching = [at for at in column if at[1] in found]
    best = min(matching, key=place)
    return index.treatment_pks[index.first_pk[clinic] + best[0]], len(matching)


def rated(asked: Asked) -> int:
    """Return how many of the matching clinics have a mean that everybody may see."""
    clinics = asked.index.numbering.clinics(asked.matching()) if asked.matching() else NOTHING
    return sum(clinics.intersection_cardinality(some) for some in asked.day.rated.values())


def rating(asked: Asked, clinic: int) -> tuple[float, int] | None:
    """Return the mean (1.0 to 5.0) and the number of a clinic's reviews, if everybody may see it."""
    for mean, clinics in asked.day.rated.items():
        if clinic in clinics:
            return mean / 10, asked.index.reviewed[clinic]
    return None


def groups(asked: Asked, sort: str) -> Iterator[Group]:
    """Return the matching clinics in order, those that differ by nothing but the name together."""
    index, found = asked.index, asked.matching()
    seen = NOTHING
    for kind in BLOCKS:
        mine = found & index.kind(kind)
        clinics = index.numbering.clinics(mine) - seen if mine else NOTHING
        if not clinics:
            continue
        seen = seen | clinics
        for group in _SORTS[sort](asked, clinics, mine):
            yield kind, group


def _by_name(asked: Asked, clinics: BitMap, mine: BitMap) -> Iterator[BitMap]:
    yield clinics


def _by_check(asked: Asked, clinics: BitMap, mine: BitMap) -> Iterator[BitMap]:
    return _refined(asked, clinics, asked.index.checked_on.values())


def _by_price(asked: Asked, clinics: BitMap, mine: BitMap) -> Iterator[BitMap]:
    return _refined(asked, clinics, asked.day.lowest.values())


def _by_rating(asked: Asked, clinics: BitMap, mine: BitMap) -> Iterator[BitMap]:
    for rated in asked.day.rated.values():
        here = clinics & rated
        if here:
            yield here
            clinics = clinics - here
    if clinics:
        yield clinics


def _by_relevance(asked: Asked, clinics: BitMap, mine: BitMap) -> Iterator[BitMap]:
    index = asked.index
    left = clinics
    for is_named, is_old in product((True, False), (False, True)):
        fit = mine & asked.named if is_named else mine - asked.named
        fit = fit & asked.day.aged if is_old else fit - asked.day.aged
        here = index.numbering.clinics(fit) & left if fit else NOTHING
        if here:
            yield from _by_check(asked, here, mine)
            left = left - here


def _refined(asked: Asked, clinics: BitMap, column: Iterable[BitMap]) -> Iterator[BitMap]:
    """Return the clinics by the first set of the column that one of their treatments is in."""
    numbering = asked.index.numbering
    theirs = asked.matching() & numbering.treatments(clinics)
    for treatments in column:
        if not clinics:
            return
        here = theirs & treatments
        if here:
            first = numbering.clinics(here) & clinics
            if first:
                yield first
                clinics = clinics - first
    if clinics:
        yield clinics


_SORTS = {
    "relevance": _by_relevance,
    "price": _by_price,
    "checked": _by_check,
    "name": _by_name,
    "rating": _by_rating,
}
