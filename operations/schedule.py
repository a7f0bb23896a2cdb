"""Register the jobs that the worker runs again and again."""

from datetime import timedelta

from trust.jobs import register_job

__all__ = ["register_job", "timedelta"]
