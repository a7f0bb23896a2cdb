"""From answers to a plan. Dates are Tokyo dates, money is whole yen; pure, no query."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guides.data import read
from guides.loader import active_language

KINDS = "journey/kinds.yaml"
# Our own choice, so that a trip can still be moved when a result is missing.
TESTS_BEFORE = datetime.timedelta(days=14)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Kind:
    """What is known of a kind of treatment; ``weeks`` None = no source states it."""

    trips: int
    grown: bool
    weeks: int | None = None
    words: str = ""
    source_url: str = ""
    source_title: str = ""


def kind_of(product: str) -> Kind:
    """Return what is known of a product; of an unknown one only that it takes a visit."""
    row = read(KINDS).get(product, {"trips": 1, "grown": False})
    language, source = active_language(), row.get("source", {})
    return Kind(
        row["trips"], row["grown"], row.get("weeks"), row.get(language, ""),
        source.get("address", ""), source.get(language, ""),
    )  # fmt: skip


@dataclass(frozen=True)
class Published:
    """What the clinic itself published of the treatment; None and "" = not known to us."""

    visits: int | None = None
    duration: str = ""
    days_in_japan: int | None = None
    no_refund_after: str = ""
    total_min: int | None = None
    total_max: int | None = None


@dataclass(frozen=True)
class Answers:
    """What the visitor typed; None = left empty."""

    product: str
    start: datetime.date
    trips: int | None = None
    weeks: int | None = None
    nights: int | None = None
    people: int = 1
    flight: int | None = None
    hotel: int | None = None


@dataclass(frozen=True)
class Step:
    """``day`` None = nobody knows yet; ``until`` the last day of a stay; ``code`` for the calendar."""

    code: str
    title: str
    words: str
    day: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True)
class Line:
    """One line of the total; ``low`` None = not known, so not in the total."""

    title: str
    words: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Plan:
    kind: Kind
    trips: int
    trips_from: str
    weeks: int | None
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]

    @property
    def low(self) -> int:
        return sum(line.low for line in self.lines if line.low is not None)

    @property
    def high(self) -> int:
        return sum(line.high for line in self.lines if line.high is not None)

    @property
    def left_out(self) -> list[str]:
        return [line.title for line in self.lines if line.low is None]


def make(answers: Answers, published: Published) -> Plan:
    """Return the plan; what neither the visitor nor the clinic nor a source says stays unknown."""
    kind = kind_of(answers.product)
    trips, said = _trips(answers, published, kind)
    weeks = answers.weeks if answers.weeks is not None else kind.weeks
    steps = (
        *_before(answers, published),
        *_visits(answers, kind, trips, weeks),
        Step("after", _("Checks afterwards"), _("Ask how many there are, where, and who does them at home.")),
    )  # fmt: skip
    return Plan(kind, trips, said, weeks, steps, tuple(_lines(answers, published, trips)))


def _trips(answers: Answers, published: Published, kind: Kind) -> tuple[int, str]:
    if answers.trips is not None:
        return answers.trips, _("as you typed")
    if published.visits:
        return published.visits, _("as the clinic published; each visit counted as a trip")
    return kind.trips, _("the least that the steps allow; ask the clinic")


def _before(answers: Answers, published: Published) -> Iterator[Step]:
    yield Step(
        "tests",
        _("Test results with the clinic"),
        _("Ask which tests, and how old a result may be. The day is our own choice: two weeks before, so that the trip can still be moved."),
        answers.start - TESTS_BEFORE,
    )  # fmt: skip
    if published.no_refund_after:
        words = _("The clinic's own words: no refund after “%(when)s”. Ask which day that is for you.") % {
            "when": published.no_refund_after
        }  # fmt: skip
    else:
        words = _("Not known to us. Ask before you pay, in writing: it is often the day on which the lab is told to start.")  # fmt: skip
    yield Step("refund", _("Know from when no money is paid back"), words, answers.start - DAY)


def _visits(answers: Answers, kind: Kind, trips: int, weeks: int | None) -> Iterator[Step]:
    first = _("Advice, papers, taking cells") if kind.grown else _("Advice, papers, tests")
    yield _visit(1, trips, first, answers.start, answers.nights)
    if kind.grown:
        yield _growing(answers.start, weeks)
    for number in range(2, trips + 1):
        day = None
        if number == 2 and weeks is not None:
            day = answers.start + datetime.timedelta(weeks=weeks)
        words = _("The drip or injection, with time to be watched") if number == 2 or kind.grown else _("Ask the clinic what happens")  # fmt: skip
        yield _visit(number, trips, words, day, answers.nights)


def _visit(
    number: int, trips: int, words: str, day: datetime.date | None, nights: int | None
) -> Step:
    title = _("Visit %(number)d of %(trips)d") % {"number": number, "trips": trips}
    until = day + datetime.timedelta(days=nights) if day and nights else day
    return Step(f"visit-{number}", title, words, day, until)


def _growing(start: datetime.date, weeks: int | None) -> Step:
    title = _("The lab grows the cells")
    if weeks is None:
        return Step("growing", title, _("We know no source for the time. Ask the clinic, then type the weeks above."))  # fmt: skip
    words = _("Ready at the earliest at the end of this time. It takes longer if cells grow slowly or a test fails.")  # fmt: skip
    return Step("growing", title, words, start, start + datetime.timedelta(weeks=weeks))


def _lines(answers: Answers, published: Published, trips: int) -> Iterator[Line]:
    yield Line(
        _("Treatment"),
        _("The clinic's published total for the usual course")
        if published.total_min
        else _("No published price known to us"),
        published.total_min,
        published.total_max,
    )
    flights = None if answers.flight is None else answers.flight * trips * answers.people
    yield Line(
        _("Flights"),
        _("your figure × trips × people (%(trips)d × %(people)d)") % {"trips": trips, "people": answers.people},
        flights, flights,
    )  # fmt: skip
    known = answers.hotel is not None and answers.nights is not None
    hotel = (answers.hotel or 0) * (answers.nights or 0) * trips if known else None
    yield Line(_("Hotel"), _("your figure × nights × trips"), hotel, hotel)
