"""Each night: forget old counts."""

from clinics.gaps.actions import forget_gaps
from trust.jobs import Job, register_job


def run() -> str:
    return f"forgotten {forget_gaps()}"


def register() -> None:
    register_job(Job("searches without a result: forget", run, at_hour=3))
