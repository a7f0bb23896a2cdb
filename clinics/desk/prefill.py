"""What the check page knows before anybody types: words kept, and words read from the page."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clinics.asrm import numbers
from clinics.desk.page_text import Suggestion, marked, read_page
from clinics.models import RiskPhrase, Source, Treatment

_NAMES = {
    "number": _("Plan number (ASRM)"),
    "price": _("Price"),
    "visits": _("Visits"),
    "duration_ja": _("How long it takes"),
    "price-cells_per_dose": _("Cells per dose"),
    "languages": _("Languages"),
}
_CONSUMPTION_TAX = 1.1
_DURATION_WORDS = (("約", "about "), ("〜", "–"), ("~", "–"), ("～", "–"), ("-", "–"))
_UNITS = (("週間", "weeks"), ("か月", "months"), ("ヶ月", "months"), ("カ月", "months"))


@dataclass(frozen=True)
class Choice:
    """One suggestion to tick: ``field``, its values by form field, and how the page says it."""

    field: str
    label: str
    words: str
    values: dict[str, Any]
    chosen: bool

    @property
    def key(self) -> str:
        """Names the choice by what it says, wherever it stands in the list."""
        said = repr((self.field, self.words, sorted(self.values.items())))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12]

    @property
    def name(self) -> str:
        return str(_NAMES[self.field])


@dataclass(frozen=True)
class PageReading:
    parts: list[tuple[str, bool]]
    choices: list[Choice]


def stored_risks(treatment: Treatment) -> tuple[str, str]:
    """Return the kept risk words (English, Japanese) for product × route, or blanks."""
    words = RiskPhrase.objects.filter(
        Q(route=treatment.route) | Q(route=""), product=treatment.product
    )
    phrase = words.order_by("-route").first() if treatment.product else None
    return (phrase.risks_en, phrase.risks_ja) if phrase else ("", "")


def last_source(treatment: Treatment) -> Source | None:
    """Return the page from which the newest facts of this clinic were read."""
    newest = (
        Treatment.objects.filter(clinic=treatment.clinic_id, source__isnull=False)
        .exclude(checked_on=None)
        .select_related("source")
        .order_by("-checked_on", "-updated_at")
        .first()
    )
    return newest.source if newest else None


def facts_initial(treatment: Treatment) -> dict[str, Any]:
    """Return first values for blank fields of the treatment."""
    risks_en, risks_ja = stored_risks(treatment)
    first = {"risks_en": risks_en, "risks_ja": risks_ja}
    return {name: value for name, value in first.items() if value and not getattr(treatment, name)}


def typed(data: QueryDict) -> dict[str, Any]:
    """Return what a form sent, as initial values; lists too where every box was unticked."""
    several = ("conditions", "price-includes", "languages")
    plain = {name: data.get(name) for name in data if name not in several}
    return plain | {name: data.getlist(name) for name in several}


def without_prefix(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    start = f"{prefix}-"
    return {n.removeprefix(start): value for n, value in values.items() if n.startswith(start)}


def read_for(treatment: Treatment, text: str) -> PageReading:
    """Return the page's words marked, and what each would fill in."""
    suggestions = read_page(text)
    taken = set(
        Treatment.objects.filter(clinic=treatment.clinic_id)
        .exclude(pk=treatment.pk)
        .exclude(number="")
        .values_list("number", flat=True)
    )
    choices = [
        *_number_choices(treatment, suggestions, taken),
        *_price_choices(suggestions),
        *_plain_choices(suggestions),
    ]
    return PageReading(marked(text, suggestions), choices)


def _number_choices(
    treatment: Treatment, suggestions: list[Suggestion], taken: set[str]
) -> list[Choice]:
    found = {s.value: s for s in suggestions if s.field == "number" and s.value not in taken}
    fits = [n for n in found if numbers.parse(n).asrm_class == treatment.asrm_class]
    best = (fits or [*found, ""])[0]
    return [
        Choice("number", value, suggestion.words, {"number": value}, value == best)
        for value, suggestion in found.items()
    ]


def _price_choices(suggestions: list[Suggestion]) -> list[Choice]:
    """One choice a price; the dearest is most likely the treatment, the rest are fees."""
    by_place: dict[int, dict[str, Any]] = {}
    words: dict[int, str] = {}
    for suggestion in suggestions:
        if suggestion.field in {"price-jpy_min", "price-jpy_max", "price-tax", "price-basis"}:
            by_place.setdefault(suggestion.start, {})[suggestion.field] = suggestion.value
            words[suggestion.start] = suggestion.words
    doses = next((s.value for s in suggestions if s.field == "price-doses"), 1)
    dearest = max(by_place, key=lambda place: by_place[place]["price-jpy_max"], default=None)
    return [
        Choice("price", words[place], words[place], _price_values(values, doses), place == dearest)
        for place, values in by_place.items()
    ]  # fmt: skip


def _price_values(values: dict[str, Any], doses: int) -> dict[str, Any]:
    """The comparable total as a first value: the usual doses, with tax; staff look at it."""
    first: dict[str, Any] = {"price-tax": "not_stated", "price-basis": "dose", "price-doses": doses}
    values = first | values
    times = doses if values["price-basis"] == "dose" else 1
    tax = _CONSUMPTION_TAX if values["price-tax"] == "excluded" else 1
    for end in ("min", "max"):
        values[f"price-total_{end}"] = round(values[f"price-jpy_{end}"] * times * tax)
    return values


def _plain_choices(suggestions: list[Suggestion]) -> list[Choice]:
    found: dict[str, Choice] = {}
    languages = [s for s in suggestions if s.field == "languages"]
    for suggestion in suggestions:
        name = suggestion.field
        if name in {"visits", "duration_ja", "price-cells_per_dose"} and name not in found:
            values = {name: suggestion.value}
            if name == "duration_ja":
                values["duration_en"] = duration_in_english(suggestion.value)
            found[name] = Choice(name, str(suggestion.value), suggestion.words, values, True)
    if languages:
        codes = [s.value for s in languages]
        words = " ".join(s.words for s in languages)
        found["languages"] = Choice("languages", words, words, {"languages": codes}, True)
    return list(found.values())


def duration_in_english(text: str) -> str:
    """ "約4〜6週間" → "about 4–6 weeks"."""
    for ja, en in _DURATION_WORDS:
        text = text.replace(ja, en)
    for ja, en in _UNITS:
        text = text.replace(ja, f" {en}")
    return " ".join(text.split())


def accepted(reading: PageReading, data: QueryDict) -> dict[str, Any]:
    """Return the values of the ticked choices: ``pick-<field>`` holds their keys.

    A choice the text no longer offers is left out: it may have been edited meanwhile.
    """
    values: dict[str, Any] = {}
    for choice in reading.choices:
        if choice.key in data.getlist(f"pick-{choice.field}"):
            values |= choice.values
    return values
