"""Regular jobs: each runs when due, on one worker at a time, again after a crash."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from trust.models import JobRun

logger = logging.getLogger(__name__)

RETRY_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Job:
    """``run`` every ``every``, or daily ``at_hour`` o'clock in Tokyo; give exactly one of both.

    ``run`` must bear being run twice. What it returns is kept as text (a count; nobody's data).
    ``lease`` is longer than the job ever takes: after it another worker may start the job.
    """

    name: str
    run: Callable[[], object]
    every: timedelta | None = None
    at_hour: int | None = None
    lease: timedelta = timedelta(minutes=30)

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at_hour is None):
            raise ValueError(f"{self.name}: give either every or at_hour")

    def is_time(self, last_started: datetime, now: datetime) -> bool:
        """Return whether the next run after ``last_started`` is due."""
        if self.every is not None:
            return last_started + self.every <= now
        today = timezone.localtime(now).replace(
            hour=self.at_hour or 0, minute=0, second=0, microsecond=0
        )
        return last_started < (today if today <= now else today - timedelta(days=1))


_jobs: dict[str, Job] = {}


def register_job(job: Job) -> None:
    """Add the job to the schedule; the same name again replaces it."""
    _jobs[job.name] = job


def registered() -> list[Job]:
    """Return every job of the schedule."""
    return list(_jobs.values())


def run_due_jobs(*, stop: Callable[[], bool] = lambda: False) -> int:
    """Run every job whose time has come and that nobody else runs; returns how many ran.

    ``stop`` is asked before each: a worker that is told to end finishes the job in hand only.
    """
    ran = 0
    known = JobRun.objects.in_bulk(field_name="name")
    for job in list(_jobs.values()):
        if stop():
            break
        ran += _run_if_due(job, known.get(job.name))
    return ran


def _run_if_due(job: Job, row: JobRun | None) -> bool:
    # A row read a while ago is only a hint: the UPDATE below asks again.
    now = timezone.now()
    if row is None:
        row, _ = JobRun.objects.get_or_create(name=job.name)
    if not _is_due(job, row, now):
        return False
    lease = now + job.lease
    # The row must still be as we read it: of two workers one changes it first.
    free = JobRun.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now),
        name=job.name,
        last_started=row.last_started,
    )
    if not free.update(leased_until=lease, last_started=now):
        return False
    _run(job, JobRun.objects.filter(name=job.name, leased_until=lease))
    return True


def _is_due(job: Job, row: JobRun, now: datetime) -> bool:
    if row.leased_until is not None and row.leased_until > now:
        return False
    if row.last_started is None or job.is_time(row.last_started, now):
        return True
    # Started but never finished: the worker died, or the job failed.
    return row.last_finished is None or row.last_finished < row.last_started


def _run(job: Job, mine: QuerySet[JobRun]) -> None:
    try:
        result = job.run()
    except Exception as error:
        logger.exception("job %s failed", job.name)
        mine.update(
            leased_until=timezone.now() + RETRY_AFTER,
            last_result=f"failed: {type(error).__name__}"[:200],
        )
        return
    mine.update(
        leased_until=None,
        last_finished=timezone.now(),
        last_result="" if result is None else str(result)[:200],
    )
