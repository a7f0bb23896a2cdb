"""Rules that see contradictions in a treatment (domain.md 8: the law, dated, as data)."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.asrm import bureaus, classes, notes, numbers, terms
from clinics.check_facts import Facts, research_numbers
from clinics.models import Finding, Treatment

ERROR, WARNING = Finding.Severity.ERROR, Finding.Severity.WARNING
ADVERT_WARNING = datetime.date(2024, 5, 20)
"""The society's warning on words of approval, https://www.jsrm.jp/news/news-15165/."""
LIST_OLD = datetime.timedelta(days=365)
# Notes on a number that no plan can carry.
_IMPOSSIBLE = {note.code for note in (notes.SAMPLE_NUMBER, notes.YEAR_BEFORE_LAW, notes.YEAR_IN_FUTURE)}  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """``test(treatment, facts)`` returns what it saw as a short text (data, not a sentence).

    ``field`` is the fact to look at first: forms tell the contradiction beside it.
    """

    code: str
    severity: str
    field: str
    label: str | Promise
    test: Callable[[Treatment, Facts], str | None]
    on_list: bool = True
    """Whether it says something about an entry of the ministry's list nobody has checked."""
    valid_from: datetime.date = classes.LAW_BEGINS
    valid_until: datetime.date | None = None
    """First day on which it no longer holds; None while it holds."""

    def sees(self, treatment: Treatment, facts: Facts, on: datetime.date) -> str | None:
        if on < self.valid_from or (self.valid_until and on >= self.valid_until):
            return None
        return self.test(treatment, facts) or None


@lru_cache(maxsize=4096)
def _number(text: str, today: datetime.date) -> numbers.Number | None:
    try:
        return numbers.parse(text, today) if text else None
    except numbers.NumberError:
        return None


def _parsed(treatment: Treatment) -> numbers.Number | None:
    return _number(treatment.number, timezone.localdate())


_expected = lru_cache(maxsize=4096)(classes.expected_classes)


def _why(treatment: Treatment) -> tuple[str, classes.Expectation]:
    """The first rule of the law that decides the class, and what it expects."""
    expected = _expected(
        origin=treatment.origin,
        product=treatment.product_detail or treatment.product,
        tissue=treatment.tissue,
        processing=treatment.processing,
        route=treatment.route,
        on=timezone.localdate(),
    )
    return expected.rules[0], expected


def _unreadable_number(treatment: Treatment, facts: Facts) -> str | None:
    return treatment.number if _parsed(treatment) is None else None


def _not_a_plan_number(treatment: Treatment, facts: Facts) -> str | None:
    number = _parsed(treatment)
    return number.canonical if number and number.base_kind != "plan" else None


def _notes(treatment: Treatment) -> set[str]:
    number = _parsed(treatment)
    return set() if number is None or treatment.is_sample else {n.code for n in number.notes}


def _impossible_number(treatment: Treatment, facts: Facts) -> str | None:
    return ", ".join(sorted(_notes(treatment) & _IMPOSSIBLE))


def _odd_number(treatment: Treatment, facts: Facts) -> str | None:
    return ", ".join(sorted(_notes(treatment) - _IMPOSSIBLE))


def _class_letter(treatment: Treatment, facts: Facts) -> str | None:
    number = _parsed(treatment)
    if number and number.asrm_class and number.asrm_class != treatment.asrm_class:
        return f"{number.canonical} / {treatment.asrm_class}"
    return None


def _bureau(treatment: Treatment, facts: Facts) -> str | None:
    number = _parsed(treatment)
    if number is None or treatment.is_sample or not treatment.clinic.prefecture:
        return None
    if bureaus.bureau_agrees(number, treatment.clinic.prefecture) is False:
        return f"{number.canonical} / {treatment.clinic.prefecture}"
    return None


def _filed_before_year(treatment: Treatment, facts: Facts) -> str | None:
    number = _parsed(treatment)
    if number is None or not treatment.submitted_on:
        return None
    # Fiscal or calendar year is not known: accept 1 January to 31 March of the next year.
    filed = treatment.submitted_on
    late = (filed.year, filed.month) > (number.year + 1, 3)
    return f"{number.year} / {filed}" if filed.year < number.year or late else None


def _lower_class(treatment: Treatment) -> str | None:
    """What says Class II or III: the class itself, or the letters of the number."""
    if treatment.asrm_class in {"2", "3"}:
        return treatment.asrm_class
    number = _parsed(treatment)
    return number.canonical if number and number.prefix in {"PB", "PC"} else None


def _donor(treatment: Treatment, facts: Facts) -> str | None:
    return _lower_class(treatment) if treatment.origin == "donor" else None


def _class_one(treatment: Treatment, facts: Facts) -> str | None:
    cells = {"ips_es", "gene_modified", "animal"}
    return _lower_class(treatment) if _why(treatment)[0] in cells else None


def _cell_free(treatment: Treatment, facts: Facts) -> str | None:
    if _why(treatment)[0] == "no_cells" and (treatment.number or treatment.asrm_class != "outside"):
        return treatment.number or treatment.asrm_class
    return None


def _cells_and_none(treatment: Treatment, facts: Facts) -> str | None:
    return treatment.product if _why(treatment)[0] == "contradiction" else None


def _msc_class(treatment: Treatment, facts: Facts) -> str | None:
    grown = _why(treatment)[0] == "stem_cultured" and treatment.processing == "cultured"
    return treatment.asrm_class if grown and treatment.asrm_class == "3" else None


def _immune_class(treatment: Treatment, facts: Facts) -> str | None:
    grown = _why(treatment)[0] == "cells_grown_for_disease" and treatment.origin == "own"
    return treatment.asrm_class if grown and treatment.asrm_class == "2" else None


def _svf_drip_class(treatment: Treatment, facts: Facts) -> str | None:
    exact = treatment.product_detail or treatment.product
    svf = "svf" in {exact, *terms.ancestors("product", exact)} if exact else False
    drip = svf and treatment.origin == "own" and treatment.route == "iv"
    return treatment.asrm_class if drip and treatment.asrm_class == "3" else None


_NEARER = (_donor, _class_one, _cell_free, _cells_and_none, _msc_class, _immune_class, _svf_drip_class)  # fmt: skip


def _class_rule(treatment: Treatment, facts: Facts) -> str | None:
    """Everything the class rules do not allow and no nearer rule has said."""
    _first, expected = _why(treatment)
    if expected.allows(treatment.asrm_class) is not False:
        return None
    if any(rule(treatment, facts) for rule in _NEARER):
        return None
    return f"{treatment.asrm_class} / {', '.join(sorted(expected.classes))}"


def _research_number(treatment: Treatment, facts: Facts) -> str | None:
    texts = (treatment.number, treatment.title_ja, treatment.title_en)
    return research_numbers(*texts, facts.page_text(treatment))


def _same_number(treatment: Treatment, facts: Facts) -> str | None:
    """Two clinics, or two different products at one; one product may stand in two rows."""
    if not treatment.number:
        return None
    here = (treatment.clinic_id, treatment.product)
    return treatment.number if {row[1:] for row in facts.twins(treatment)} - {here} else None


def _not_in_list(treatment: Treatment, facts: Facts) -> str | None:
    if not treatment.number or treatment.is_sample or treatment.list_last_seen:
        return None
    return treatment.number if facts.has_list else None


def _list_old(treatment: Treatment, facts: Facts) -> str | None:
    seen = treatment.list_last_seen
    if treatment.is_sample or not seen or seen >= timezone.localdate() - LIST_OLD:
        return None
    return seen.isoformat()


def _approval_words(treatment: Treatment, facts: Facts) -> str | None:
    return facts.approval_words(treatment)


def _incomplete(treatment: Treatment, facts: Facts) -> str | None:
    """Of live listings only: before, the publish gate says the same on the check page."""
    if not treatment.is_live:
        return None
    has = {
        "risks": treatment.risks_en and treatment.risks_ja,
        "duration": treatment.duration_en and treatment.duration_ja,
        "visits": treatment.visits,
        "price": facts.has_price(treatment),
    }
    return ", ".join(name for name, value in has.items() if not value)


def _open_order(treatment: Treatment, facts: Facts) -> str | None:
    return ", ".join(facts.orders(treatment))


RULES = (
    Rule("number_unreadable", ERROR, "number", _("The plan number has no known form"), _unreadable_number),
    Rule("number_not_a_plan", ERROR, "number",
         _("This is the number of a committee, a cell lab or a study, not of a treatment"), _not_a_plan_number),
    Rule("number_impossible", ERROR, "number", _("No plan can have this bureau or year in its number"), _impossible_number),
    Rule("number_odd", WARNING, "number", _("Something about the number is odd"), _odd_number),
    Rule("class_letter", ERROR, "asrm_class", _("The letter of the number and the class differ"), _class_letter),
    Rule("bureau", WARNING, "number", _("The bureau in the number and the prefecture differ"), _bureau),
    Rule("year", WARNING, "submitted_on", _("The year in the number and the filing date differ"), _filed_before_year),
    Rule("donor_class", ERROR, "origin", _("Another person's cells belong to Class I"), _donor),
    Rule("class_one", ERROR, "asrm_class", _("iPS, embryonic, animal or gene-changed cells belong to Class I"), _class_one),
    Rule("cell_free", ERROR, "origin", _("A product without cells has no plan number and no class"), _cell_free),
    Rule("cells_and_none", ERROR, "origin", _("“No cells” and a product made of cells contradict each other"), _cells_and_none),
    Rule("msc_class", WARNING, "asrm_class", _("Stem cells grown in a lab are Class II, not III"), _msc_class),
    Rule("immune_class", WARNING, "asrm_class", _("Immune cells are Class III, not II"), _immune_class),
    Rule("svf_drip_class", WARNING, "asrm_class", _("A drip of fat cells that were not grown is Class II, not III"), _svf_drip_class),
    Rule("class_rule", WARNING, "asrm_class", _("The class does not fit what is given"), _class_rule),
    Rule("research_number", WARNING, "number", _("A study number (jRCT) stands on a paid treatment"), _research_number),
    Rule("same_number", WARNING, "number", _("Another clinic or another treatment has the same number"), _same_number),
    Rule("not_in_list", WARNING, "number", _("The plan was not found in the ministry's list"), _not_in_list, on_list=False),
    Rule("list_old", WARNING, "number", _("Last seen in the ministry's list more than 12 months ago"), _list_old),
    Rule("approval_words", WARNING, "source", _("The clinic's page speaks of approval or a licence"), _approval_words,
         on_list=False, valid_from=ADVERT_WARNING),
    Rule("incomplete", WARNING, "risks_en", _("Risks, duration, visits or cost are missing"), _incomplete, on_list=False),
    Rule("open_order", WARNING, "clinic", _("An official order on the clinic or its cell lab is open"), _open_order),
)  # fmt: skip
LABELS = {rule.code: rule.label for rule in RULES}
