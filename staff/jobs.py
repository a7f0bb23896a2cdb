"""The nightly tidying of this app."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from staff.actions import forget_sign_in_failures
from trust.jobs import Job, register_job

FAILURES_KEPT = timedelta(hours=24)


def tidy_sign_in_failures() -> int:
    """Rate-limit keys are kept for 24 hours; returns how many rows were deleted."""
    return forget_sign_in_failures(before=timezone.now() - FAILURES_KEPT)


register_job(Job("staff-sign-in-failures", tidy_sign_in_failures, every=timedelta(hours=1)))
