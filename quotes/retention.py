"""The nightly jobs: delete on time, warn before, and say when a clinic stays silent.

Every limit also holds at each query (``readable``): these jobs only tidy up.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet, Value
from django.utils import timezone

from quotes import actions, limits
from quotes.actions.forgetting import forget_files
from quotes.models import Consent, Erasure, QuoteRequest, Recipient, RecordFile
from quotes.states import IllegalMove
from trust import outbox, retention
from trust.jobs import Job, register_job
from trust.models import JobRun
from trust.retention import Outcome, RetentionRule
from trust.uploads import files

logger = logging.getLogger(__name__)

NIGHTLY = "quotes: delete on time"
# Even when no worker runs, data this long past its day is told to staff.
LATEST = timedelta(hours=36)


def _unconfirmed(now: datetime) -> QuerySet[QuoteRequest]:
    return QuoteRequest.objects.overdue(now).filter(state="unconfirmed")


def _others(now: datetime) -> QuerySet[QuoteRequest]:
    return QuoteRequest.objects.overdue(now).exclude(state="unconfirmed")


def _consents(now: datetime) -> QuerySet[Consent]:
    """Proofs older than 36 months whose request is gone or erased."""
    held = QuoteRequest.objects.exclude(state="erased").values("pk")
    old = Consent.objects.given_before(now - limits.kept("consent"))
    return old.exclude(subject__in=held)


def _files(now: datetime) -> QuerySet[RecordFile]:
    return RecordFile.objects.overdue(now)


def _erasures(now: datetime) -> QuerySet[Erasure]:
    return Erasure.objects.older_than(now - limits.kept("erasure"))


def _erase(rows: QuerySet[QuoteRequest]) -> int:
    count = 0
    for request in rows.order_by("pk"):
        try:
            actions.erase_request(request=request, role="system")
        except IllegalMove as moved:
            # Somebody erased it in the same minute; the others still have to go.
            logger.info("erasing skipped: %s", moved)
        else:
            count += 1
    return count


def _delete_consents(rows: QuerySet[Consent]) -> int:
    """An anonymous row must not keep an old proof alive, so it goes with it."""
    subjects = list(rows.values_list("subject", flat=True))
    QuoteRequest.objects.filter(pk__in=subjects, state="erased").delete()
    return rows.delete()[0]


RULES = (
    RetentionRule(
        "quotes: unconfirmed requests",
        _unconfirmed,
        lambda rows: actions.delete_unconfirmed(requests=rows),
    ),
    RetentionRule("quotes: requests whose time is over", _others, _erase),
    RetentionRule(
        "quotes: files",
        _files,
        lambda rows: forget_files(rows, withdraw_consent=False),
        population=lambda: RecordFile.objects.held(),
    ),
    RetentionRule("quotes: proofs of consent", _consents, _delete_consents),
    RetentionRule("quotes: erasure journal", _erasures),
)


def purge(
    *, dry_run: bool = False, confirmed: bool = False, now: datetime | None = None
) -> list[Outcome]:
    """Apply the rules. One that would delete more than 20 % of its table stops and asks."""
    return retention.run(RULES, dry_run=dry_run, now=now or timezone.now(), confirmed=confirmed)


def left_behind(now: datetime | None = None) -> dict[str, int]:
    """Return {rule: rows} that the last nightly run should have deleted and did not.

    The brake stopped it, it failed, or no worker runs. Empty as soon as they are gone.
    """
    moment = _handled_until(now or timezone.now())
    # One query for all rules: Today asks this each time.
    counts = [
        rule.due(moment).order_by().annotate(rule=Value(rule.name)).values("rule").annotate(
            rows=Count("pk")
        )
        for rule in RULES
    ]  # fmt: skip
    found = {row["rule"]: row["rows"] for row in counts[0].union(*counts[1:], all=True)}
    return {rule.name: found[rule.name] for rule in RULES if found.get(rule.name)}


def requests_left_behind(now: datetime | None = None) -> int:
    """Return how many requests are past their day and still hold data."""
    found = left_behind(now)
    return sum(found.get(rule.name, 0) for rule in RULES[:2])


def _handled_until(now: datetime) -> datetime:
    """What was due at this moment should be gone."""
    runs = JobRun.objects.filter(name=NIGHTLY, last_finished__isnull=False)
    started = runs.values_list("last_started", flat=True).first()
    return max(started, now - LATEST) if started else now - LATEST


def erased_since(moment: datetime) -> dict[str, int]:
    """Return {"patient": n, "time": n}: how many requests were erased, by why."""
    rows = Erasure.objects.since(moment).order_by().values_list("why").annotate(n=Count("pk"))
    return {"patient": 0, "time": 0, **dict(rows)}


def left_since() -> datetime | None:
    """Return when the run that left something behind began (for its age on Today)."""
    return _handled_until(timezone.now()) if left_behind() else None


def warn(now: datetime | None = None) -> int:
    """Mail 14 and 3 days before the data goes, once each; return how many new mails."""
    began = timezone.now()
    now = now or began
    count = 0
    states = QuoteRequest.objects.readable(now).filter(
        state__in=list(limits.WARN_DAYS),
        confirmed_at__isnull=False,  # to an address nobody confirmed goes one mail only
    )
    for request in states.defer("email", "message", "condition", "facts").order_by("pk"):
        ends = request.delete_on
        warnings = limits.WARN_DAYS[request.state]
        due = [days for days in warnings if ends and ends - now <= timedelta(days=days)]
        if ends is None or not due:
            continue
        mail = outbox.enqueue(
            template="quote_deletion",
            object_id=request.pk,
            language=request.language,
            dedupe_key=f"quote_warning:{request.pk}:{ends:%Y-%m-%d}:{min(due)}",
        )
        count += mail.created_at >= began
    return count


def warn_of_files(now: datetime | None = None) -> int:
    """Mail 3 days before files go, once for each day on which some go; return how many mails."""
    began = timezone.now()
    now = now or began
    soon = now + timedelta(days=limits.WARN_FILES_DAYS)
    going = RecordFile.objects.overdue(soon).exclude(pk__in=RecordFile.objects.overdue(now))
    rows = going.values_list(
        "papers__recipient__request", "papers__recipient__request__language", "counts_from"
    )
    kept = limits.kept("files")
    ends = {(key, language, timezone.localdate(since + kept)) for key, language, since in rows}
    count = 0
    for key, language, end in sorted(ends, key=str):
        mail = outbox.enqueue(
            template="quote_files",
            object_id=key,
            language=language,
            dedupe_key=f"quote_files:{key}:{end:%Y-%m-%d}",
        )
        count += mail.created_at >= began
    return count


def scan_waiting() -> int:
    """Ask the scanner again about files it had not answered for; return how many it decided."""
    count = 0
    for file in RecordFile.objects.filter(state=RecordFile.State.WAITING).order_by("pk"):
        count += actions.scan_again(file=file)
    return count


def sweep_files() -> int:
    """Delete stored files that no row names, an hour after they were written."""
    return files.sweep(timezone.now() - timedelta(hours=1))


def note_silence() -> int:
    """Mark clinics that did not answer for 5 working days; return how many."""
    rows = Recipient.objects.no_answer_yet().filter(state="sent").select_related("request")
    count = 0
    for recipient in rows.order_by("pk"):
        try:
            actions.mark_no_answer(recipient=recipient)
        except IllegalMove as moved:
            # The clinic answered, or the patient withdrew, in the same minute.
            logger.info("clinic %s not marked as silent: %s", recipient.pk, moved)
        else:
            count += 1
    return count


def _nightly() -> str:
    outcomes = purge()
    braked = [outcome.name for outcome in outcomes if outcome.braked or outcome.error]
    warned = warn() + warn_of_files()
    words = f"deleted {sum(outcome.deleted for outcome in outcomes)}, warned {warned}"
    return words + (f", stopped: {', '.join(braked)}" if braked else "")


def register() -> None:
    register_job(Job(NIGHTLY, _nightly, at_hour=3))
    register_job(Job("quotes: files for the scanner", scan_waiting, every=timedelta(minutes=5)))
    register_job(Job("quotes: stored files nobody names", sweep_files, every=timedelta(hours=1)))
    register_job(Job("quotes: silent clinics", note_silence, at_hour=6))
