"""Read what a visitor pasted: numbers decoded, names looked up, phrases explained.

Nothing is stored and nothing is logged.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import Truncator

from clinics import vocabulary
from clinics.asrm.advert import Phrase, find_phrases
from clinics.asrm.folding import fold
from clinics.asrm.near import NearMiss
from clinics.asrm.numbers import Number, find_numbers, near_misses
from clinics.asrm.plate import format_plate
from clinics.finder.cards import place
from clinics.models import Clinic, Source, Treatment
from clinics.names import display_name, short_ja

MOST_NUMBERS = 50
MOST_NAMES = 20
SHORTEST_NAME = 3


@dataclass(frozen=True)
class NumberFound:
    """A number with its plate; ``url`` leads to the one listing that carries it, or is empty."""

    number: Number
    plate: list[dict[str, str]]
    notes: list[str]
    class_label: str
    url: str


@dataclass(frozen=True)
class NameFound:
    """A clinic of the ministry's list or the catalogue whose name stands in the text."""

    name: str
    name_ja: str
    place: str
    url: str
    treatments: int


@dataclass(frozen=True)
class Explained:
    """A phrase or a near miss with its explanation in the reader's language."""

    text: str
    why: str
    source: str = ""


@dataclass(frozen=True)
class Checked:
    """What was found; ``snapshot`` is the newest reading of the ministry's list (or None)."""

    text: str
    numbers: list[NumberFound]
    misses: list[Explained]
    names: list[NameFound]
    phrases: list[Explained]
    snapshot: Source | None

    @property
    def is_empty(self) -> bool:
        return not (self.numbers or self.misses or self.names or self.phrases)


def _say(thing: object, field: str = "") -> str:
    language = "ja" if vocabulary.is_japanese() else "en"
    return str(getattr(thing, f"{field}_{language}" if field else language))


def _numbers(text: str) -> list[NumberFound]:
    found = {number.canonical: number for number in find_numbers(text)}
    chosen = list(found.values())[:MOST_NUMBERS]
    listed: dict[str, list[Treatment]] = {}
    for treatment in (
        Treatment.objects.listed()
        .filter(number__in=[number.canonical for number in chosen])
        .select_related("clinic")
        .order_by("pk")
    ):
        listed.setdefault(treatment.number, []).append(treatment)
    return [
        NumberFound(
            number=number,
            plate=[{"text": s.text, "label": _say(s, "label")} for s in format_plate(number)],
            notes=[_say(note) for note in number.notes],
            class_label=vocabulary.label("class", number.asrm_class or ""),
            url=_address(listed.get(number.canonical, [])),
        )
        for number in chosen
    ]


def _address(treatments: list[Treatment]) -> str:
    if len(treatments) != 1:
        return ""
    return f"{treatments[0].clinic.get_absolute_url()}#t{treatments[0].pk}"


def _names(text: str) -> list[NameFound]:
    """Clinics whose own name stands in the text, or whose name holds the whole short text."""
    folded = fold(text)
    squeezed = folded.replace(" ", "")
    if len(squeezed) < SHORTEST_NAME:
        return []
    found: list[Clinic] = []
    for clinic in Clinic.objects.listed().order_by("is_sample", "name_ja", "pk"):
        names = [clinic.name_en, *short_ja(clinic.name_ja).split(), clinic.name_kana]
        if any(_stands_in(name, squeezed) for name in names):
            found.append(clinic)
    if not found and len(text) <= 100:
        words = Q()
        for word in folded.split()[:5]:
            words &= Q(treatments__search_text__contains=word)
        found = list(Clinic.objects.listed().filter(words).order_by("name_ja", "pk").distinct())
    chosen = found[:MOST_NAMES]
    counts: dict[int, int] = {}
    for clinic_id in Treatment.objects.listed().filter(clinic__in=chosen).order_by().values_list(
        "clinic_id", flat=True
    ):  # fmt: skip
        counts[clinic_id] = counts.get(clinic_id, 0) + 1
    return [
        NameFound(
            display_name(clinic),
            short_ja(clinic.name_ja),
            place(clinic),
            clinic.get_absolute_url(),
            counts.get(clinic.pk, 0),
        )
        for clinic in chosen
    ]


def _stands_in(name: str, squeezed: str) -> bool:
    plain = fold(name).replace(" ", "")
    return len(plain) > SHORTEST_NAME and plain in squeezed


def _miss(miss: NearMiss) -> Explained:
    return Explained(Truncator(miss.as_written).chars(40), _say(miss))


def _phrase(phrase: Phrase) -> Explained:
    return Explained(Truncator(phrase.text).chars(80), _say(phrase, "why"), phrase.source)


def check_text(text: str) -> Checked:
    """Return everything that can be said about a text; three queries and one scan of names."""
    return Checked(
        text=text,
        numbers=_numbers(text),
        misses=[_miss(miss) for miss in near_misses(text)[:MOST_NUMBERS]],
        names=_names(text),
        phrases=[_phrase(phrase) for phrase in find_phrases(text)[:MOST_NUMBERS]],
        snapshot=Source.objects.filter(snapshot__isnull=False).order_by("-seen_on", "-pk").first(),
    )
