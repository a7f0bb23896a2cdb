"""Runs the rules: what they see now, what nobody has accepted, and what is written down."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from clinics.check_facts import Facts
from clinics.check_rules import ERROR, LABELS, RULES, WARNING, Rule
from clinics.models import Finding, Treatment

__all__ = [
    "ERROR", "LABELS", "RULES", "WARNING", "Rule",
    "contradictions", "findings_of", "record_findings", "under_check",
]  # fmt: skip

CHUNK = 500
DETAIL = 300
State = Finding.State


def findings_of(
    treatment: Treatment, facts: Facts | None = None, rules: Iterable[Rule] = RULES
) -> list[tuple[Rule, str]]:
    """Return the rules that see something, with what they saw. Changes nothing.

    ``facts`` holds what was read for many treatments at once; none: it is read for this one.
    """
    facts, today = facts or Facts([treatment]), timezone.localdate()
    seen = ((rule, rule.sees(treatment, facts, today)) for rule in rules)
    return [(rule, detail[:DETAIL]) for rule, detail in seen if detail is not None]


def contradictions(treatment: Treatment) -> list[Rule]:
    """Return the ERROR rules that see something nobody has accepted. Changes nothing.

    Says before a save what ``record_findings`` would hold open after it.
    """
    errors = [rule for rule in RULES if rule.severity == ERROR]
    seen = findings_of(treatment, rules=errors)
    if not seen or not treatment.pk:
        return [rule for rule, _detail in seen]
    accepted = set(treatment.findings.accepted().values_list("rule", "detail"))
    return [rule for rule, detail in seen if (rule.code, detail) not in accepted]


def under_check() -> QuerySet:
    """Every listing that is live or being checked, with what the rules read of it."""
    found = Treatment.objects.under_check().select_related("clinic", "source")
    return found.prefetch_related("findings").order_by("pk")


def chunks(rows: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """Split any number of rows into lists that one query can take."""
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part


def record_findings(treatments: Iterable[Treatment]) -> int:
    """Write findings of treatments that are checked or being checked; return how many are open.

    A finding whose reason is gone is solved; one that staff accepted stays accepted as long as
    what the rule sees is unchanged.
    """
    count = 0
    for part in _parts(treatments):
        facts = Facts(part)
        with transaction.atomic():
            count += sum(_record(treatment, facts) for treatment in part)
    return count


def _parts(treatments: Iterable[Treatment]) -> Iterator[list[Treatment]]:
    """A query set is read part by part, for no cursor may stay open over a commit."""
    if not isinstance(treatments, QuerySet):
        yield from chunks(treatments)
        return
    for pks in chunks(list(treatments.values_list("pk", flat=True))):
        yield list(treatments.filter(pk__in=pks))


def _record(treatment: Treatment, facts: Facts) -> int:
    seen = {rule.code: (rule, detail) for rule, detail in findings_of(treatment, facts)}
    known = {finding.rule: finding for finding in treatment.findings.all()}
    for code, finding in known.items():
        if code not in seen and finding.state != State.SOLVED:
            _change(finding, state=State.SOLVED)
    for code, (rule, detail) in seen.items():
        finding = known.get(code)
        if finding is None:
            known[code], _new = Finding.objects.get_or_create(
                treatment=treatment,
                rule=code,
                defaults={"severity": rule.severity, "detail": detail},
            )
        elif finding.detail != detail or finding.state == State.SOLVED:
            _change(finding, state=State.OPEN, detail=detail)
        if known[code].severity != rule.severity:
            _change(known[code], state=State.OPEN, severity=rule.severity)
    return sum(known[code].state in Finding.NOT_ACCEPTED for code in seen)


def _change(finding: Finding, **values: Any) -> None:
    """Whoever asked or decided did so about what stood there before."""
    values |= {"asked_by": None, "asked_at": None, "decided_by": None, "decided_at": None}
    values["reason"] = ""
    Finding.objects.filter(pk=finding.pk).update(**values)
    for name, value in values.items():
        setattr(finding, name, value)
