"""Everything that can be said about a text, in the reader's language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.text import Truncator

from clinics.asrm.advert import Phrase, find_phrases
from clinics.asrm.near import NearMiss
from clinics.asrm.numbers import Number, NumberError, near_misses, parse
from clinics.models import Source
from register.checking.against import Against, against
from register.checking.decoded import NumberFound, decoded, say
from register.checking.houses import NameFound, houses
from register.checking.list_read import ListRead, list_read
from register.checking.marks import Marked, Spot, marked
from register.checking.names import NamesIn, names_in

MOST_OF_A_KIND = 10
"""Texts quoted for one explanation."""
Found = TypeVar("Found", Phrase, NearMiss)


@dataclass(frozen=True, slots=True)
class Explained:
    """A phrase or a near miss with its explanation in the reader's language."""

    text: str
    why: str
    source: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What a note explains: ``texts`` of the paste, one ``why``. ``note`` is its number."""

    note: int | None
    texts: list[str]
    why: str
    source: str


@dataclass(frozen=True)
class Checked:
    """What was found. ``names`` are real clinics, ``samples`` invented ones, ``more_names`` a count.

    ``lone`` is the number if the text is nothing else; ``answers`` hold a number against clinics.
    """

    text: str
    numbers: list[NumberFound]
    misses: list[Explained]
    names: list[NameFound]
    phrases: list[Explained]
    list_read: ListRead
    marked: Marked
    samples: list[NameFound] = field(default_factory=list)
    more_names: int = 0
    lone: NumberFound | None = None
    answers: list[Against] = field(default_factory=list)

    @property
    def snapshot(self) -> Source | None:
        """The newest reading of the ministry's list."""
        return self.list_read.source

    @property
    def is_empty(self) -> bool:
        return not (self.numbers or self.misses or self.names or self.samples or self.phrases)

    @property
    def has_marks(self) -> bool:
        """Whether the marked text says more than the list of what was found."""
        return self.lone is None and any(piece.is_marked for piece in self.marked.pieces)

    @property
    def phrase_groups(self) -> list[Group]:
        """Phrases with one explanation together, in the order of the text."""
        return _grouped("phrase", self.phrases, self.marked.notes)

    @property
    def miss_groups(self) -> list[Group]:
        return _grouped("miss", self.misses, self.marked.notes)

    @property
    def numbered(self) -> list[tuple[int | None, NumberFound]]:
        notes = self.marked.notes
        return [(notes.get(("number", f.number.canonical)), f) for f in self.numbers]

    @property
    def named(self) -> list[tuple[int | None, NameFound]]:
        return [(self.marked.notes.get(("name", str(n.pk))), n) for n in self.names]

    @property
    def named_samples(self) -> list[tuple[int | None, NameFound]]:
        return [(self.marked.notes.get(("name", str(n.pk))), n) for n in self.samples]


def _grouped(
    kind: str, explained: list[Explained], notes: dict[tuple[str, str], int]
) -> list[Group]:
    groups: dict[str, Group] = {}
    for one in explained:
        group = groups.setdefault(
            one.code, Group(notes.get((kind, one.code)), [], one.why, one.source)
        )
        group.texts.append(one.text)
    return list(groups.values())


def check_text(text: str, clinic: str = "") -> Checked:
    """Return everything that can be said about a text; a constant number of queries.

    ``clinic`` is who gave the number, where the text is a lone number.
    """
    numbers, places = decoded(text)
    misses, phrases = near_misses(text), find_phrases(text)
    lone = numbers[0] if numbers and _is_lone(text) else None
    named = _named(text, clinic, lone, nothing_else=not (numbers or misses or phrases))
    found = houses(named.clinics)
    real = [house for house in found if not house.is_sample]
    return Checked(
        text=text,
        numbers=numbers,
        misses=[_miss(miss) for miss in _once(misses)],
        names=real,
        samples=[house for house in found if house.is_sample],
        more_names=named.more,
        phrases=[_phrase(phrase) for phrase in _once(phrases)],
        list_read=list_read(),
        marked=marked(text, _spots(numbers, places, misses, phrases, named, lone)),
        lone=lone,
        answers=_answers(numbers, lone, real),
    )


def _is_lone(text: str) -> bool:
    try:
        parse(text)
    except NumberError:
        return False
    return True


def _named(text: str, clinic: str, lone: NumberFound | None, *, nothing_else: bool) -> NamesIn:
    if lone is not None:
        return names_in(clinic) if lone.asks_for_clinic and clinic.strip() else NamesIn()
    return names_in(text, may_be_part=nothing_else)


def _answers(
    numbers: list[NumberFound], lone: NumberFound | None, real: list[NameFound]
) -> list[Against]:
    """A number and the clinic it came from; in a text only if there is one of each."""
    plans = [found for found in numbers if found.asks_for_clinic]
    if len(plans) != 1 or (lone is None and len(real) != 1):
        return []
    return [against(plans[0], house) for house in real]


def _spots(
    shown: list[NumberFound],
    places: list[Number],
    misses: list[NearMiss],
    phrases: list[Phrase],
    named: NamesIn,
    lone: NumberFound | None,
) -> Iterator[Spot]:
    if lone is not None:
        return
    canonical = {found.number.canonical for found in shown}
    for number in places:
        if number.canonical in canonical:
            yield Spot(number.start, number.end, ("number", number.canonical))
    for miss in misses:
        yield Spot(miss.start, miss.end, ("miss", miss.code))
    for phrase in phrases:
        yield Spot(phrase.start, phrase.end, ("phrase", phrase.code))
    for hit in named.hits:
        yield Spot(hit.start, hit.end, ("name", str(hit.clinics[0])))


def _once(found: Sequence[Found]) -> list[Found]:
    """Return the first of each text and reason, at most ``MOST_OF_A_KIND`` of each reason."""
    counts: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    kept = []
    for one in found:
        text = one.text if isinstance(one, Phrase) else one.as_written
        if (one.code, text) not in seen and counts[one.code] < MOST_OF_A_KIND:
            seen.add((one.code, text))
            counts[one.code] += 1
            kept.append(one)
    return kept


def _miss(miss: NearMiss) -> Explained:
    return Explained(Truncator(miss.as_written).chars(40), say(miss), code=miss.code)


def _phrase(phrase: Phrase) -> Explained:
    return Explained(
        Truncator(phrase.text).chars(80), say(phrase, "why"), phrase.source, phrase.code
    )
