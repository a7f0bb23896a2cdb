"""Rules that see contradictions in a treatment (domain.md 8: the law, dated, as data)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.asrm import bureaus, classes, numbers
from clinics.models import Finding, Treatment

ERROR, WARNING = Finding.Severity.ERROR, Finding.Severity.WARNING


@dataclass(frozen=True)
class Rule:
    """``test(treatment)`` returns None, or what it saw as a short text (data, not a sentence).

    ``field`` is the fact to look at first: forms tell the contradiction beside it.
    """

    code: str
    severity: str
    field: str
    label: str | Promise
    test: Callable[[Treatment], str | None]


def _parsed(treatment: Treatment) -> numbers.Number | None:
    try:
        return numbers.parse(treatment.number) if treatment.number else None
    except numbers.NumberError:
        return None


def _unreadable_number(treatment: Treatment) -> str | None:
    if treatment.number and _parsed(treatment) is None:
        return treatment.number
    return None


def _not_a_plan_number(treatment: Treatment) -> str | None:
    number = _parsed(treatment)
    if number and number.prefix[0] != "P":
        return number.canonical
    return None


def _odd_number(treatment: Treatment) -> str | None:
    number = _parsed(treatment)
    if number is None or treatment.is_sample:
        return None
    return ", ".join(note.code for note in number.notes) or None


def _class_letter(treatment: Treatment) -> str | None:
    number = _parsed(treatment)
    if number and number.asrm_class and number.asrm_class != treatment.asrm_class:
        return f"{number.canonical} / {treatment.asrm_class}"
    return None


def _bureau(treatment: Treatment) -> str | None:
    number = _parsed(treatment)
    if number is None or treatment.is_sample or not treatment.clinic.prefecture:
        return None
    if bureaus.bureau_agrees(number, treatment.clinic.prefecture) is False:
        return f"{number.canonical} / {treatment.clinic.prefecture}"
    return None


def _filed_before_year(treatment: Treatment) -> str | None:
    number = _parsed(treatment)
    if number is None or number.year is None or not treatment.submitted_on:
        return None
    # Fiscal or calendar year is not known: accept 1 January to 31 March of the next year.
    filed = treatment.submitted_on
    late = (filed.year, filed.month) > (number.year + 1, 3)
    return f"{number.year} / {filed}" if filed.year < number.year or late else None


def _class_rule(treatment: Treatment) -> str | None:
    expected = classes.expected_classes(
        origin=treatment.origin,
        product=treatment.product_detail or treatment.product,
        tissue=treatment.tissue,
        processing=treatment.processing,
        route=treatment.route,
        on=timezone.localdate(),
    )
    if expected.allows(treatment.asrm_class) is not False:
        return None
    return f"{treatment.asrm_class} / {', '.join(sorted(expected.classes))}"


def _donor(treatment: Treatment) -> str | None:
    if treatment.origin == "donor" and treatment.asrm_class in {"2", "3"}:
        return treatment.asrm_class
    return None


def _cell_free(treatment: Treatment) -> str | None:
    if treatment.origin == "none" and (treatment.number or treatment.asrm_class != "outside"):
        return treatment.number or treatment.asrm_class
    return None


def _same_number(treatment: Treatment) -> str | None:
    if not treatment.number:
        return None
    others = Treatment.objects.filter(number=treatment.number).exclude(pk=treatment.pk)
    return treatment.number if others.exists() else None


RULES = (
    Rule("number_unreadable", ERROR, "number", _("The plan number has no known form"), _unreadable_number),
    Rule("number_not_a_plan", ERROR, "number", _("This is not a plan number"), _not_a_plan_number),
    Rule("number_odd", WARNING, "number", _("Something about the number is odd"), _odd_number),
    Rule("class_letter", ERROR, "asrm_class", _("The letter of the number and the class differ"), _class_letter),
    Rule("bureau", WARNING, "number", _("The bureau in the number and the prefecture differ"), _bureau),
    Rule("year", WARNING, "submitted_on", _("The year in the number and the filing date differ"), _filed_before_year),
    Rule("donor_class", ERROR, "origin", _("Another person's cells belong to Class I"), _donor),
    Rule("cell_free", ERROR, "origin", _("A product without cells has no plan number and no class"), _cell_free),
    Rule("class_rule", WARNING, "asrm_class", _("The class does not fit what is given"), _class_rule),
    Rule("same_number", WARNING, "number", _("Another treatment has the same number"), _same_number),
)  # fmt: skip
LABELS = {rule.code: rule.label for rule in RULES}


def findings_of(treatment: Treatment) -> list[tuple[Rule, str]]:
    """Return the rules that see something, with what they saw. Changes nothing."""
    seen = ((rule, rule.test(treatment)) for rule in RULES)
    return [(rule, detail) for rule, detail in seen if detail is not None]


def contradictions(treatment: Treatment) -> list[Rule]:
    """Return the ERROR rules that see something nobody has accepted. Changes nothing.

    Says before a save what ``record_findings`` would hold open after it.
    """
    seen = [(rule, detail[:300]) for rule, detail in findings_of(treatment)]
    seen = [(rule, detail) for rule, detail in seen if rule.severity == ERROR]
    if not seen or not treatment.pk:
        return [rule for rule, _detail in seen]
    accepted = set(treatment.findings.accepted().values_list("rule", "detail"))
    return [rule for rule, detail in seen if (rule.code, detail) not in accepted]


def record_findings(treatments: Iterable[Treatment]) -> int:
    """Write findings of treatments that are checked or being checked; return how many are open.

    A finding whose reason is gone is solved; one that staff accepted stays accepted as long as
    what the rule sees is unchanged.
    """
    count = 0
    for treatment in treatments:
        seen = {rule.code: (rule, detail[:300]) for rule, detail in findings_of(treatment)}
        known = {finding.rule: finding for finding in treatment.findings.all()}
        for code, finding in known.items():
            if code not in seen and finding.state != Finding.State.SOLVED:
                finding.state = Finding.State.SOLVED
                finding.save(update_fields=["state"])
        for code, (rule, detail) in seen.items():
            finding = known.get(code) or Finding(treatment=treatment, rule=code)
            if finding.pk is None or finding.detail != detail or finding.state == "solved":
                finding.state, finding.detail = Finding.State.OPEN, detail
                finding.severity = rule.severity
                finding.save()
            count += finding.state == Finding.State.OPEN
    return count
