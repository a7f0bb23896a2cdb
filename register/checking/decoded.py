"""Numbers in plain words, and the listings that carry them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.asrm.bureaus import BUREAUS, SAMPLE
from clinics.asrm.numbers import Number, find_numbers
from clinics.asrm.plate import format_plate
from clinics.models import Treatment
from clinics.names import display_name

MOST_NUMBERS = 50


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number with its plate; ``url`` leads to the one listing that carries it, or is empty.

    ``facts`` are (label, value) in plain words, ``what`` says what the number belongs to.
    """

    number: Number
    plate: list[dict[str, str]]
    what: str
    facts: list[tuple[str, str]]
    notes: list[str]
    class_label: str
    url: str
    clinic: int | None
    clinic_name: str
    research_url: str

    @property
    def asks_for_clinic(self) -> bool:
        return self.number.kind == "plan"


def say(thing: object, field: str = "") -> str:
    """Return the text of a data row in the reader's language (``field_en``, ``field_ja``)."""
    language = "ja" if vocabulary.is_japanese() else "en"
    return str(getattr(thing, f"{field}_{language}" if field else language))


def decoded(text: str) -> tuple[list[NumberFound], list[Number]]:
    """Return each number once (at most ``MOST_NUMBERS``) and every place of one; one query."""
    places = find_numbers(text)
    chosen = list({number.canonical: number for number in reversed(places)}.values())[::-1]
    chosen = sorted(chosen, key=lambda number: number.start)[:MOST_NUMBERS]
    listed: dict[str, list[Treatment]] = {}
    for treatment in (
        Treatment.objects.listed()
        .detailed()
        .filter(number__in=[number.canonical for number in chosen])
        .select_related("clinic")
        .defer("search_text")
        .order_by("pk")
    ):
        listed.setdefault(treatment.number, []).append(treatment)
    return [_found(number, listed.get(number.canonical, [])) for number in chosen], places


def _found(number: Number, treatments: list[Treatment]) -> NumberFound:
    # Two listings with one number are a contradiction that staff settle first.
    listing = treatments[0] if len(treatments) == 1 else None
    research = number.kind == "research_plan"
    return NumberFound(
        number=number,
        plate=[{"text": s.text, "label": say(s, "label")} for s in format_plate(number)],
        what=_what(number),
        facts=_facts(number),
        notes=[say(note) for note in number.notes],
        class_label=vocabulary.label("class", number.asrm_class or ""),
        url=f"{listing.clinic.get_absolute_url()}#t{listing.pk}" if listing else "",
        clinic=listing.clinic_id if listing else None,
        clinic_name=display_name(listing.clinic) if listing else "",
        research_url=f"https://jrct.mhlw.go.jp/latest-detail/{number.canonical}"
        if research
        else "",
    )


def _what(number: Number) -> str:
    if number.kind == "sample":
        return _("An invented number, to show how this site works.")
    if number.kind == "plan":
        return _(
            "A plan number. It belongs to one treatment at one clinic, not to the clinic. "
            "It is filed with the ministry, not approved by it."
        )
    if number.kind == "research_plan":
        return _(
            "The number of a research plan. If a clinic asks you to pay for the treatment, "
            "ask why it names a research number."
        )
    if number.kind == "facility":
        return _("The number of a cell lab. It does not belong to a treatment. %(track)s") % {
            "track": _track(number)
        }
    if number.special:
        return _(
            "The number of a committee that looks at plans of all classes. "
            "It does not belong to a clinic or to a treatment."
        )
    return _(
        "The number of a committee that looks at Class III plans. "
        "It does not belong to a clinic or to a treatment."
    )


def _track(number: Number) -> str:
    return {
        "licensed": _(
            "These first letters stand for a lab outside a hospital or clinic, with a permit."
        ),
        "foreign": _("These first letters stand for a lab outside Japan."),
        "notified": _(
            "These first letters stand for a lab that was notified, usually in a clinic."
        ),
    }.get(number.track, "")


def _facts(number: Number) -> list[tuple[str, str]]:
    facts = []
    if number.asrm_class:
        label = vocabulary.label("class", number.asrm_class)
        facts.append((_("Class"), _("%(label)s (a risk class, not a grade)") % {"label": label}))
    if number.bureau == SAMPLE:
        facts.append((_("Bureau"), _("none: a sample number")))
    else:
        facts.append((_("Bureau"), say(BUREAUS[number.bureau])))
    if number.fiscal:
        said = _("fiscal year %(year)s (April %(year)s to March %(next)s)") % {
            "year": number.year,
            "next": number.year + 1,
        }
    else:
        said = str(number.year)
    facts.append((_("Year in the number"), said))
    facts.append((_("Serial number"), number.serial))
    return facts
