"""Register the regular jobs of shared tables; each app registers its own in its AppConfig."""

from datetime import timedelta

from django.core.management import call_command

from trust import limits, links, outbox
from trust.jobs import Job, register_job


def forget_ended_sessions() -> None:
    """Delete sessions whose time is over."""
    call_command("clearsessions", verbosity=0)


# While it runs every minute, a worker is alive (operations.watching).
HEARTBEAT = "worker: alive"


def beat() -> None:
    """Leave nothing but the time in the job's row."""


JOBS = [
    Job(HEARTBEAT, beat, every=timedelta(minutes=1), lease=timedelta(minutes=1)),
    Job("mails: delete finished ones", outbox.purge, at_hour=3),
    Job("links: delete ended ones", links.purge, at_hour=3),
    Job("limits: delete old counters", limits.purge, every=timedelta(hours=1)),
    Job("sessions: delete ended ones", forget_ended_sessions, at_hour=4),
]

for job in JOBS:
    register_job(job)
