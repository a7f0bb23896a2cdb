"""Reports on guides: sent, decided, forgotten."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from guides.models import KEPT, PageReport


class AlreadyDecided(Exception):
    """Somebody else was first; ``decided`` is the report as it now stands."""

    def __init__(self, decided: PageReport) -> None:
        super().__init__(str(decided.pk))
        self.decided = decided


@transaction.atomic
def send_report(*, idempotency_key: Any, **values: Any) -> PageReport:
    """Store a report once, however often its form is sent."""
    report, _new = PageReport.objects.get_or_create(
        idempotency_key=idempotency_key, defaults=values
    )
    return report


@transaction.atomic
def decide_report(
    *, report: PageReport, corrected: bool, by: Any, reason: str, answer: str = ""
) -> PageReport:
    """Decide once; the page itself changes by a commit. Raises AlreadyDecided."""
    state = PageReport.State.CORRECTED if corrected else PageReport.State.KEPT_AS_IS
    waiting = PageReport.objects.filter(pk=report.pk, state=PageReport.State.WAITING)
    changed = waiting.update(
        state=state, decided_by=by, decided_at=timezone.now(), reason=reason, answer=answer
    )
    report.refresh_from_db()
    if not changed:
        raise AlreadyDecided(report)
    return report


def forget_reports(*, now: datetime | None = None) -> int:
    """Delete what was decided long ago; returns how many."""
    return PageReport.objects.decided_before((now or timezone.now()) - KEPT).delete()[0]
