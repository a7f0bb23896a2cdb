"""Each night: forget reports decided long ago."""

from guides.actions import forget_reports
from trust.jobs import Job, register_job


def run() -> str:
    return f"forgotten {forget_reports()}"


def register() -> None:
    register_job(Job("reports on guides: forget", run, at_hour=3))
