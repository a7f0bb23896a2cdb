"""The optional questions, declared as data. Answers are collected and shown, never judged.

Stored in ``QuoteRequest.facts``: {"hba1c": {"value": "8.2", "unit": "percent"},
"medicines": ["tablets"], "age_band": "50", …}. Nothing is stored for a question left empty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.asrm import terms

Label = str | Promise
NOT_TESTED = "not_tested"
UNDER_18 = "under_18"


@dataclass(frozen=True)
class Unit:
    """A unit with its sensible range (inclusive) and the way to the other unit."""

    code: str
    label: Label
    low: Decimal
    high: Decimal
    places: str
    other: str
    convert: Callable[[Decimal], Decimal]


@dataclass(frozen=True)
class Question:
    """``kind``: measure (value and unit), one (of options), many (of options)."""

    code: str
    kind: str
    label: Label
    why: Label
    units: tuple[Unit, ...] = ()
    options: tuple[tuple[str, Label], ...] = ()
    conditions: tuple[str, ...] = ()

    def unit(self, code: str) -> Unit | None:
        return next((unit for unit in self.units if unit.code == code), None)


# NGSP % = 0.09148 x IFCC mmol/mol + 2.152 (ngsp.org/ifcc.asp).
# C-peptide: 1 nmol/L = 3.02 ng/mL (molar mass 3,020 g/mol).
_SLOPE, _OFFSET, _C_PEPTIDE = Decimal("0.09148"), Decimal("2.152"), Decimal("3.02")

HBA1C = Question(
    "hba1c",
    "measure",
    _("Your last HbA1c"),
    _("Some clinics need it to name a price. In % or in mmol/mol, as your paper says."),
    units=(
        Unit("percent", "%", Decimal(3), Decimal(20), "0.1", "mmol_mol",
             lambda value: (value - _OFFSET) / _SLOPE),
        Unit("mmol_mol", "mmol/mol", Decimal(9), Decimal(195), "1", "percent",
             lambda value: value * _SLOPE + _OFFSET),
    ),
    conditions=("diabetes",),
)  # fmt: skip
C_PEPTIDE = Question(
    "c_peptide",
    "measure",
    _("Your last C-peptide"),
    _("Many people have never had this test. Then choose “not tested”."),
    units=(
        Unit("ng_ml", "ng/mL", Decimal(0), Decimal(30), "0.01", "nmol_l",
             lambda value: value / _C_PEPTIDE),
        Unit("nmol_l", "nmol/L", Decimal(0), Decimal("9.93"), "0.01", "ng_ml",
             lambda value: value * _C_PEPTIDE),
    ),
    options=((NOT_TESTED, _("not tested")),),
    conditions=("diabetes",),
)  # fmt: skip
MEDICINES = Question(
    "medicines",
    "many",
    _("Medicines for diabetes you take now"),
    _("Kinds are enough. Do not stop or change any medicine because of this request."),
    options=(
        ("none", _("none")),
        ("tablets", _("tablets")),
        ("injection", _("injections that are not insulin")),
        ("insulin_low", _("insulin, up to 20 units a day")),
        ("insulin_mid", _("insulin, 21 to 50 units a day")),
        ("insulin_high", _("insulin, more than 50 units a day")),
        ("unsure", _("I am not sure")),
    ),
    conditions=("diabetes",),
)
COMPLICATIONS = Question(
    "complications",
    "many",
    _("Problems a doctor has found"),
    _("Some clinics do not treat in some of these cases, so you learn it at once."),
    options=(
        ("none", _("none")),
        ("eyes", _("eyes (retina)")),
        ("kidneys", _("kidneys")),
        ("nerves", _("nerves, for example numb feet")),
        ("feet", _("a wound on the foot that does not heal")),
        ("heart", _("heart or blood vessels")),
        ("stroke", _("stroke")),
        ("cancer", _("cancer, now or before")),
        ("infection", _("hepatitis B or C, HIV, HTLV-1 or syphilis")),
        ("unsure", _("I am not sure")),
    ),
    conditions=("diabetes",),
)
JOINT = Question(
    "joint",
    "many",
    _("Which joints"),
    _("Prices are often for one joint."),
    options=(
        ("knee_left", _("left knee")),
        ("knee_right", _("right knee")),
        ("hip_left", _("left hip")),
        ("hip_right", _("right hip")),
        ("other", _("another joint")),
    ),
    conditions=("joints",),
)
AGE = Question(
    "age_band",
    "one",
    _("Age"),
    _("A range is enough. Clinics only treat adults through us."),
    options=(
        (UNDER_18, _("under 18")),
        ("18", _("18 to 29")),
        ("30", _("30 to 39")),
        ("40", _("40 to 49")),
        ("50", _("50 to 59")),
        ("60", _("60 to 69")),
        ("70", _("70 to 79")),
        ("80", _("80 or older")),
    ),
)
WHEN = Question(
    "when",
    "one",
    _("When you could travel"),
    _("Prices and free dates change over the year."),
    options=(
        ("soon", _("within 3 months")),
        ("half_year", _("in 3 to 6 months")),
        ("year", _("in 6 to 12 months")),
        ("later", _("later, or not sure")),
    ),
)
BUDGET = Question(
    "budget",
    "one",
    _("The most you can pay for the treatment"),
    _("So that clinics say at once if it is not enough. Without travel."),
    options=(
        ("500", _("up to ¥500,000")),
        ("1000", _("up to ¥1,000,000")),
        ("2000", _("up to ¥2,000,000")),
        ("3000", _("up to ¥3,000,000")),
        ("5000", _("up to ¥5,000,000")),
        ("more", _("more than ¥5,000,000")),
    ),
)
# The same for whoever reads about somebody else: our staff, the clinic.
FOR_OTHERS = {
    "hba1c": _("Last HbA1c"),
    "c_peptide": _("Last C-peptide"),
    "medicines": _("Medicines for diabetes taken now"),
    "complications": _("Problems found by a doctor"),
    "when": _("When the patient could travel"),
    "budget": _("The most the patient can pay for the treatment"),
}
QUESTIONS = (HBA1C, C_PEPTIDE, MEDICINES, COMPLICATIONS, JOINT, AGE, WHEN, BUDGET)


def questions_for(conditions: Iterable[str]) -> list[Question]:
    """Return the questions that fit the conditions; all of them when none is known."""
    named = set(conditions)
    if not named:
        return list(QUESTIONS)
    return [item for item in QUESTIONS if not item.conditions or named & _covered(item)]


def _covered(question: Question) -> set[str]:
    return {code for top in question.conditions for code in terms.descendants("condition", top)}


def facts_as_text(
    facts: dict[str, Any] | None, *, for_others: bool = False
) -> list[tuple[str, str]]:
    """Return [(question, answer)] in the active language, in the order of the questions."""
    given = facts or {}
    labels = FOR_OTHERS if for_others else {}
    return [
        (str(labels.get(q.code, q.label)), answer_text(q, given[q.code]))
        for q in QUESTIONS
        if q.code in given
    ]


def answer_text(question: Question, answer: Any) -> str:
    """Return one stored answer in words; a measured value also in the other unit."""
    labels = {code: str(label) for code, label in question.options}
    if question.kind == "many":
        return ", ".join(labels.get(code, code) for code in answer)
    if question.kind == "one":
        return labels.get(answer, answer)
    unit = question.unit(answer["unit"])
    if unit is None:
        return labels.get(answer["unit"], answer["unit"])
    value = Decimal(answer["value"])
    return f"{value} {unit.label} ({in_other_unit(question, unit, value)})"


def in_other_unit(question: Question, unit: Unit, value: Decimal) -> str:
    """Return "66 mmol/mol" for 8.2 %."""
    other = question.unit(unit.other)
    if other is None:
        raise LookupError(unit.other)
    rounded = unit.convert(value).quantize(Decimal(other.places), ROUND_HALF_UP)
    return f"{rounded} {other.label}"
