"""Which row of a new list is which row we know, before anything is written.

First by identity; then, among what is left of the same class and prefecture, by likeness of
both the institution and the title. Likeness alone is not sameness: a knee and a hip differ by
one sign, two branches by their last word. So a near match is automatic only if the titles also
read alike, all Latin words and numbers agree, and the branch is the same.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from clinics.asrm.titles import Reading, read_title
from register.identity import branch, exact_words, plain_institution, plain_title
from register.reading.row import Row

AUTOMATIC = 0.95
WORTH_A_LOOK = 0.70
"""Below this a lost row and a new row are two stories."""
SHORTEST_NAME = 4


class Known(NamedTuple):
    """What is needed of an entry to recognise it."""

    pk: int
    list_class: str
    prefecture: str
    institution: str
    title: str
    address: str
    key: str
    documents: int
    identity: str
    twin: int
    seen_on: datetime.date
    ended_on: datetime.date | None
    """Day of the list that did not hold it any more, as far as somebody decided; else None."""
    standing: bool


@dataclass(frozen=True, slots=True)
class Near:
    """A lost row and a new one that may be the same; ``score`` is the lesser likeness, 0 to 1."""

    old: Known
    row: Row
    score: float
    automatic: bool
    same_house: bool
    """Whether the institution is surely the same: by name, key, address, or one name in the other."""


@dataclass(slots=True)
class Matching:
    same: list[tuple[Known, Row]] = field(default_factory=list)
    near: list[Near] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    missing: list[Known] = field(default_factory=list)

    def spare(self, institutions: set[str]) -> None:
        """A row that could not be read is not lost: nothing of its institution is near or new."""
        spared = [
            near for near in self.near if plain_institution(near.old.institution) in institutions
        ]
        self.near = [near for near in self.near if near not in spared]
        self.new += [near.row for near in spared]
        self.missing = [
            entry
            for entry in self.missing
            if plain_institution(entry.institution) not in institutions
        ]


def match(known: Iterable[Known], rows: Iterable[Row], *, is_complete: bool = True) -> Matching:
    """Return every row once (same, near or new) and every known entry once (or as missing).

    A part of a list does not show what is lost, so nothing can be near to it.
    """
    result = Matching()
    old_by_identity: dict[str, list[Known]] = defaultdict(list)
    for entry in known:
        old_by_identity[entry.identity].append(entry)
    new_by_identity: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        new_by_identity[row.identity].append(row)
    left_rows: list[Row] = []
    for identity, group in new_by_identity.items():
        old = old_by_identity.pop(identity, [])
        left_rows += _pair_twins(old, group, result)
        result.missing += old
    for rest in old_by_identity.values():
        result.missing += rest
    if is_complete:
        _match_near(left_rows, result)
    else:
        result.new = left_rows
    return result


def _pair_twins(old: list[Known], rows: list[Row], result: Matching) -> list[Row]:
    """Pair rows with equal words: first by address and key, then by either, then by order."""
    old.sort(key=lambda entry: (not entry.standing, entry.twin))
    for alike in (_same_place_and_key, _same_key, _same_place, _anything):
        for row in list(rows):
            found = next((entry for entry in old if alike(entry, row)), None)
            if found is not None:
                result.same.append((found, row))
                old.remove(found)
                rows.remove(row)
    return rows


def _same_key(entry: Known, row: Row) -> bool:
    return bool(row.key) and entry.key == row.key


def _same_place(entry: Known, row: Row) -> bool:
    return plain_title(entry.address) == plain_title(row.address)


def _same_place_and_key(entry: Known, row: Row) -> bool:
    return _same_key(entry, row) and _same_place(entry, row)


def _anything(entry: Known, row: Row) -> bool:
    return True


def _match_near(rows: list[Row], result: Matching) -> None:
    lost = [entry for entry in result.missing if entry.standing]
    chosen = _best(list(_candidates(lost, rows)))
    result.near = chosen
    taken_rows = {id(near.row) for near in chosen}
    taken_old = {near.old.pk for near in chosen}
    result.new = [row for row in rows if id(row) not in taken_rows]
    result.missing = [entry for entry in result.missing if entry.pk not in taken_old]


def _best(candidates: list[Near]) -> list[Near]:
    """One to one, the likest first; a tie for one entry or row is never automatic."""
    candidates.sort(key=lambda near: (-near.score, near.old.pk, near.row.line))
    scores: dict[tuple[str, int], list[float]] = defaultdict(list)
    for near in candidates:
        scores["old", near.old.pk].append(near.score)
        scores["row", id(near.row)].append(near.score)
    chosen, taken = [], set()
    for near in candidates:
        names = [("old", near.old.pk), ("row", id(near.row))]
        if taken & set(names):
            continue
        taken.update(names)
        tie = any(scores[name].count(near.score) > 1 for name in names)
        chosen.append(replace(near, automatic=near.automatic and not tie))
    return chosen


def _grouped(
    items: Iterable[Any], key: Callable[[Any], tuple[str, str]]
) -> dict[tuple[str, str], dict[str, list[Any]]]:
    """Items by class and prefecture, then by plain institution."""
    groups: dict[tuple[str, str], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        groups[key(item)][plain_institution(item.institution)].append(item)
    return groups


def _candidates(lost: Sequence[Known], rows: Sequence[Row]) -> Iterator[Near]:
    def place(item: Known | Row) -> tuple[str, str]:
        return item.list_class, item.prefecture

    new_by_place = _grouped(rows, place)
    for where, old_by_name in _grouped(lost, place).items():
        names = new_by_place.get(where, {})
        for old_name, entries in old_by_name.items():
            close = process.extract(
                old_name,
                names.keys(),
                scorer=fuzz.ratio,
                score_cutoff=WORTH_A_LOOK * 100,
                limit=None,
            )
            for new_name, likeness, _index in close:
                yield from _alike(entries, names[new_name], likeness / 100)


def _alike(entries: list[Known], rows: list[Row], institution: float) -> Iterator[Near]:
    titles = [plain_title(row.title) for row in rows]
    # Where one of the two is unchanged the other may differ much; both may not.
    for entry in entries:
        cutoff = (WORTH_A_LOOK if institution == 1 else AUTOMATIC) * 100
        for _title, likeness, index in process.extract(
            plain_title(entry.title), titles, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None
        ):
            row, title = rows[index], likeness / 100
            if title < 1 and (institution < AUTOMATIC or not _may_be_one(entry, row)):
                continue
            score = min(title, institution)
            yield Near(
                entry,
                row,
                score,
                automatic=score >= AUTOMATIC and _says_the_same(entry, row),
                same_house=_same_house(entry, row),
            )


def _same_house(entry: Known, row: Row) -> bool:
    """Clinics with names like each other are many; a likeness of names alone proves nothing."""
    old, new = plain_institution(entry.institution), plain_institution(row.institution)
    return (
        old == new
        or _same_key(entry, row)
        or (bool(row.address) and _same_place(entry, row))
        or (len(min(old, new, key=len)) >= SHORTEST_NAME and (old in new or new in old))
    )


def _may_be_one(entry: Known, row: Row) -> bool:
    """Whether two titles do not name different conditions or different products."""
    old, new = _reading(entry.title), _reading(row.title)
    return not (
        (old.conditions and new.conditions and not set(old.conditions) & set(new.conditions))
        or (old.product and new.product and old.product != new.product)
    )


def _says_the_same(entry: Known, row: Row) -> bool:
    return (
        _reading(entry.title) == _reading(row.title)
        and exact_words(entry.title) == exact_words(row.title)
        and exact_words(entry.institution) == exact_words(row.institution)
        and branch(entry.institution) == branch(row.institution)
    )


@lru_cache(maxsize=16_384)
def _reading(title: str) -> Reading:
    """What a title says, without the words it was read from."""
    return replace(read_title(title), words={})
