"""How late the regular jobs are, and when a worker was last seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from operations import schedule  # noqa: F401  (registers the jobs)
from operations.schedule import HEARTBEAT
from trust import jobs
from trust.models import JobRun


@dataclass(frozen=True)
class JobState:
    """``late`` is None for a job that never ran; ``failed`` says that its last run broke."""

    name: str
    late: timedelta | None
    failed: bool


def due_at(job: jobs.Job, last_started: datetime) -> datetime:
    """Return when the next run after ``last_started`` is due (see trust.jobs.Job)."""
    if job.every is not None:
        return last_started + job.every
    local = timezone.localtime(last_started)
    at = local.replace(hour=job.at_hour or 0, minute=0, second=0, microsecond=0)
    return at if last_started < at else at + timedelta(days=1)


def job_states(now: datetime | None = None) -> list[JobState]:
    """Return every registered job by name (one query)."""
    now = now or timezone.now()
    rows = {row.name: row for row in JobRun.objects.order_by("name")}
    found = []
    for job in sorted(jobs.registered(), key=lambda job: job.name):
        row = rows.get(job.name)
        if row is None or row.last_started is None:
            found.append(JobState(job.name, None, False))
            continue
        late = max(now - due_at(job, row.last_started), timedelta())
        failed = row.last_result.startswith("failed")
        found.append(JobState(job.name, late, failed))
    return found


def worker_seen(now: datetime | None = None) -> timedelta | None:
    """Return how long ago a worker last finished its heartbeat; None if none ever did."""
    row = JobRun.objects.filter(name=HEARTBEAT).first()
    if row is None or row.last_finished is None:
        return None
    return max((now or timezone.now()) - row.last_finished, timedelta())
