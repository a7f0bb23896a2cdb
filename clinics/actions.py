"""Everything that changes the catalogue. Each action ends with ``public_change``."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from clinics import checks, publishing
from clinics.asrm import terms
from clinics.models import (
    Clinic,
    ClinicRating,
    Finding,
    ListingEvent,
    PriceSheet,
    PriceWish,
    PublicChange,
    PublicVersion,
    Source,
    Suggestion,
    Treatment,
    TreatmentCondition,
)
from clinics.models.change import new_token
from clinics.orders.reevaluating import reevaluate
from clinics.search import text
from staff.access import has_role
from staff.roles import VERIFIER


class NotReady(Exception):
    """The publish gate is closed; ``missing`` says what lacks."""

    def __init__(self, missing: list[publishing.Missing]) -> None:
        super().__init__(", ".join(item.code for item in missing))
        self.missing = missing


class Contradicts(Exception):
    """A live listing would stand with contradictions; ``rules`` says which."""

    def __init__(self, rules: list[checks.Rule]) -> None:
        super().__init__(", ".join(rule.code for rule in rules))
        self.rules = rules


class AlreadyDecided(Exception):
    """Somebody else was first; ``decided`` is the row as it now stands."""

    def __init__(self, decided: Any) -> None:
        super().__init__(str(decided.pk))
        self.decided = decided


class SecondPersonNeeded(Exception):
    """Who asked cannot confirm, nor can anybody without the role of the second person."""


def public_change(clinic_ids: Iterable[int], *, stale: Iterable[int] | None = None) -> None:
    """Say that these clinics changed in public: search text, change rows, a new version token.

    ``stale`` names the clinics whose search text must be written anew, if not all of them.
    """
    ids = sorted(set(clinic_ids))
    if not ids:
        return
    ids = sorted({*ids, *reevaluate(ids)})
    text.refresh(ids if stale is None else sorted(set(stale)))
    PublicChange.objects.bulk_create(PublicChange(clinic_id=pk) for pk in ids)
    renew_version()


def set_rating(*, clinic_id: int, counted: int, points: int) -> None:
    """Keep the mean of a clinic's reviews (``points``: the sum of all their scores).

    Without ``counted`` reviews it goes. The caller says ``public_change``.
    """
    if counted:
        ClinicRating.objects.update_or_create(
            clinic_id=clinic_id, defaults={"counted": counted, "points": points}
        )
    else:
        ClinicRating.objects.filter(clinic_id=clinic_id).delete()


def renew_version() -> None:
    """Tell caches and indexes to look again."""
    PublicVersion.objects.update_or_create(pk=1, defaults={"token": new_token()})


def log(
    *, clinic: Clinic, action: str, by: Any, treatment: Treatment | None = None, reason: str = ""
) -> None:
    ListingEvent.objects.create(
        clinic=clinic, treatment=treatment, action=action, by=by, reason=reason[:300]
    )


def widened(codes: Iterable[str]) -> dict[str, str]:
    """Return the named conditions and what they are found under, each with how (ADR 042)."""
    how: dict[str, str] = {}
    for code in codes:
        for parent in terms.ancestors("condition", code):
            how.setdefault(parent, TreatmentCondition.How.PARENT)
        for wider in terms.also_found_under("condition", code):
            how.setdefault(wider, TreatmentCondition.How.NOT_STATED)
    return how | dict.fromkeys(codes, TreatmentCondition.How.NAMED)


def look_again(treatment: Treatment) -> None:
    """Record the findings of a treatment that was just written.

    Raises Contradicts, so that the writing transaction is undone, where a live listing would
    stand with a contradiction that nobody has accepted.
    """
    checks.record_findings([treatment])
    if treatment.is_live:
        standing = checks.contradictions(treatment)
        if standing:
            raise Contradicts(standing)


@transaction.atomic
def set_conditions(*, treatment: Treatment, codes: Iterable[str]) -> None:
    """Store the named conditions and everything they are found under (parents, type not stated)."""
    treatment.conditions.all().delete()
    TreatmentCondition.objects.bulk_create(
        TreatmentCondition(treatment=treatment, code=code, how=how)
        for code, how in widened(codes).items()
    )


@transaction.atomic
def start_checking(*, treatment: Treatment, by: Any) -> Treatment:
    """Claim a ministry-list entry for checking; a second person is told who was first."""
    claimed = Treatment.objects.filter(pk=treatment.pk, being_checked_by=None).update(
        being_checked_by=by
    )
    treatment.refresh_from_db()
    if not claimed and treatment.being_checked_by_id != by.pk:
        raise AlreadyDecided(treatment)
    log(clinic=treatment.clinic, treatment=treatment, action="start_checking", by=by)
    checks.record_findings([treatment])
    return treatment


@transaction.atomic
def publish_treatment(*, treatment: Treatment, by: Any) -> Treatment:
    """Make a treatment live as checked. Raises NotReady with what the gate misses."""
    treatment = Treatment.objects.select_for_update().get(pk=treatment.pk)
    checks.record_findings([treatment])
    lacking = publishing.missing(treatment)
    if lacking:
        raise NotReady(lacking)
    treatment.level = Treatment.Level.CHECKED
    treatment.publication = Treatment.Publication.PUBLISHED
    treatment.published_at = treatment.published_at or timezone.now()
    treatment.checked_by = treatment.checked_by or by
    treatment.being_checked_by = None
    treatment.save()
    log(clinic=treatment.clinic, treatment=treatment, action="publish", by=by)
    public_change([treatment.clinic_id])
    return treatment


@transaction.atomic
def withdraw_treatment(*, treatment: Treatment, by: Any, reason: str) -> Treatment:
    """Take a treatment out of public view, with a reason."""
    changed = Treatment.objects.filter(
        pk=treatment.pk, publication=Treatment.Publication.PUBLISHED
    ).update(publication=Treatment.Publication.WITHDRAWN)
    treatment.refresh_from_db()
    if not changed:
        raise AlreadyDecided(treatment)
    log(clinic=treatment.clinic, treatment=treatment, action="withdraw", by=by, reason=reason)
    public_change([treatment.clinic_id])
    return treatment


@transaction.atomic
def still_the_same(*, source: Source, by: Any, on: datetime.date | None = None) -> int:
    """Re-date every fact read from a source; return how many blocks were re-dated."""
    on = on or timezone.localdate()
    clinics = set(Treatment.objects.filter(source=source).values_list("clinic_id", flat=True))
    clinics |= set(Clinic.objects.filter(source=source).values_list("pk", flat=True))
    # A price that has ended was not seen again.
    prices = PriceSheet.objects.reaching(on).filter(source=source)
    clinics |= set(prices.order_by().values_list("treatment__clinic_id", flat=True))
    count = 0
    for facts in (
        Clinic.objects.filter(source=source),
        Treatment.objects.filter(source=source),
        prices,
    ):
        count += facts.update(checked_on=on, checked_by=by)
    for clinic in Clinic.objects.filter(pk__in=clinics):
        log(clinic=clinic, action="still_the_same", by=by, reason=str(source))
    public_change(clinics)
    return count


@transaction.atomic
def set_status(
    *, clinic: Clinic, status: str, by: Any, reason: str, moved_to: Clinic | None = None
) -> Clinic:
    """Open, pause, close or move a clinic."""
    clinic.status = status
    gone = status in {Clinic.Status.CLOSED, Clinic.Status.MOVED}
    clinic.closed_on = timezone.localdate() if gone else None
    clinic.moved_to = moved_to
    clinic.save(update_fields=["status", "closed_on", "moved_to"])
    log(clinic=clinic, action=f"status:{status}", by=by, reason=reason)
    public_change([clinic.pk])
    return clinic


def replace_price(*, treatment: Treatment, **values: Any) -> PriceSheet:
    """Write a price sheet inside the caller's transaction, so that no two hold on one day.

    Every sheet that reaches its first day ends the day before, or goes if it began no earlier.
    A price announced for a later day stays: the new sheet ends before it.
    """
    Treatment.objects.select_for_update().get(pk=treatment.pk)
    day = datetime.timedelta(days=1)
    start = values["valid_from"]
    announced = (
        treatment.prices.filter(valid_from__gt=max(start, timezone.localdate()))
        .order_by("valid_from")
        .first()
    )
    replaced = treatment.prices.reaching(start)
    if announced:
        end = announced.valid_from - day
        values["valid_to"] = min(values.get("valid_to") or end, end)
        replaced = replaced.filter(valid_from__lt=announced.valid_from)
    for sheet in replaced:
        if sheet.valid_from >= start:
            sheet.delete()
        else:
            sheet.valid_to = start - day
            sheet.save(update_fields=["valid_to"])
    return PriceSheet.objects.create(treatment=treatment, **values)


@transaction.atomic
def set_price(*, treatment: Treatment, **values: Any) -> PriceSheet:
    """Write a new price sheet in place of those that reach its first day."""
    sheet = replace_price(treatment=treatment, **values)
    public_change([treatment.clinic_id])
    return sheet


@transaction.atomic
def accept_warning(*, finding: Finding, by: Any, reason: str) -> Finding:
    """Accept something to look into, with a reason. Contradictions take two people."""
    open_ones = _as_seen(finding).filter(severity=Finding.Severity.WARNING)
    _decide_finding(
        finding, open_ones.filter(state=Finding.State.OPEN), "accept", by, reason,
        state=Finding.State.OVERRIDDEN, decided_by=by, decided_at=timezone.now(), reason=reason,
    )  # fmt: skip
    return finding


@transaction.atomic
def ask_override(*, finding: Finding, by: Any, reason: str) -> Finding:
    """Ask a second person to accept a contradiction; until then it stands."""
    open_ones = _as_seen(finding).filter(severity=Finding.Severity.ERROR)
    _decide_finding(
        finding, open_ones.filter(state=Finding.State.OPEN), "ask", by, reason,
        state=Finding.State.ASKED, asked_by=by, asked_at=timezone.now(), reason=reason,
    )  # fmt: skip
    return finding


@transaction.atomic
def confirm_override(*, finding: Finding, by: Any) -> Finding:
    """Accept a contradiction as the second person (donor cells: the treatment keeps it too).

    Raises SecondPersonNeeded for who asked and without the role, AlreadyDecided otherwise.
    """
    if not has_role(by, VERIFIER):
        raise SecondPersonNeeded
    waiting = _as_seen(finding).filter(state=Finding.State.ASKED).exclude(asked_by=by)
    _decide_finding(
        finding, waiting, "override", by, finding.reason,
        state=Finding.State.OVERRIDDEN, decided_by=by, decided_at=timezone.now(),
    )  # fmt: skip
    if finding.rule == "donor_class":
        treatment = finding.treatment
        treatment.override_by, treatment.override_reason = by, finding.reason
        treatment.save(update_fields=["override_by", "override_reason"])
    return finding


@transaction.atomic
def refuse_override(*, finding: Finding, by: Any) -> Finding:
    """Leave a contradiction open: a verifier refuses the wish, or who asked takes it back."""
    waiting = _as_seen(finding).filter(state=Finding.State.ASKED)
    if not has_role(by, VERIFIER):
        waiting = waiting.filter(asked_by=by)
    _decide_finding(
        finding, waiting, "keep", by, finding.reason,
        state=Finding.State.OPEN, asked_by=None, asked_at=None, reason="",
    )  # fmt: skip
    return finding


def _as_seen(finding: Finding) -> QuerySet:
    """The row, unless the rule has meanwhile seen something else than the person read."""
    return Finding.objects.filter(pk=finding.pk, detail=finding.detail)


def _decide_finding(
    finding: Finding, rows: QuerySet, action: str, by: Any, why: str, /, **values: Any
) -> None:
    changed = rows.update(**values)
    finding.refresh_from_db()
    if not changed:
        if finding.state == Finding.State.ASKED and action in {"override", "keep"}:
            raise SecondPersonNeeded
        raise AlreadyDecided(finding)
    log(
        clinic=finding.treatment.clinic,
        treatment=finding.treatment,
        action=f"{action}:{finding.rule}",
        by=by,
        reason=why,
    )


@transaction.atomic
def submit_suggestion(*, idempotency_key: Any, **values: Any) -> tuple[Suggestion, bool]:
    """Store a correction or a missing clinic once; return it and whether it is new."""
    return Suggestion.objects.get_or_create(idempotency_key=idempotency_key, defaults=values)


@transaction.atomic
def decide_suggestion(
    *, suggestion: Suggestion, accept: bool, by: Any, reason: str, answer: str = ""
) -> Suggestion:
    """Accept or refuse a suggestion once."""
    state = Suggestion.State.ACCEPTED if accept else Suggestion.State.REFUSED
    changed = Suggestion.objects.filter(pk=suggestion.pk, state=Suggestion.State.WAITING).update(
        state=state, decided_by=by, decided_at=timezone.now(), reason=reason, answer=answer
    )
    suggestion.refresh_from_db()
    if not changed:
        raise AlreadyDecided(suggestion)
    if suggestion.clinic:
        log(clinic=suggestion.clinic, action=f"suggestion:{state}", by=by, reason=reason)
    return suggestion


def wish_price(*, treatment: Treatment) -> None:
    """Count one "I want this price"; no person is stored."""
    PriceWish.objects.get_or_create(treatment=treatment)
    PriceWish.objects.filter(treatment=treatment).update(count=F("count") + 1)
