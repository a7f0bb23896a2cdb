"""The worker: does what is due, survives a bad round, ends when told."""

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from operations.management.commands import run_worker
from trust import jobs


@pytest.fixture
def only_job(monkeypatch):
    """Replace all regular jobs by one that counts its runs."""
    ran: list[int] = []
    job = jobs.Job("test: count", lambda: ran.append(1), every=timedelta(hours=1))
    monkeypatch.setattr(jobs, "_jobs", {job.name: job})
    return ran


@pytest.mark.django_db
def test_once_runs_a_due_job_and_ends(only_job):
    call_command("run_worker", "--once")
    call_command("run_worker", "--once")
    assert only_job == [1]


@pytest.mark.django_db
def test_many_mails_keep_no_job_waiting(only_job, monkeypatch):
    monkeypatch.setattr(run_worker.outbox, "send_due", lambda limit: 1)
    assert run_worker.Command()._round()
    assert only_job == [1]


@pytest.mark.django_db
def test_every_scheduled_job_runs_on_an_empty_database():
    call_command("run_worker", "--once")
    failed = [
        row.name for row in jobs.JobRun.objects.order_by("name") if "failed" in row.last_result
    ]
    assert failed == []


@pytest.mark.django_db
def test_that_a_worker_lives_is_seen_in_the_schedule():
    call_command("run_worker", "--once")
    beat = jobs.JobRun.objects.get(name="worker: alive")
    assert timezone.now() - beat.last_finished < timedelta(minutes=1)


@pytest.mark.django_db
def test_a_round_that_fails_makes_a_pause_and_the_worker_goes_on(monkeypatch):
    def broken(limit):
        raise ConnectionError

    monkeypatch.setattr(run_worker.outbox, "send_due", broken)
    assert run_worker.Command()._careful_round() == run_worker.PAUSE_AFTER_ERROR_SECONDS


@pytest.mark.django_db
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_after_the_mail_in_hand(monkeypatch, number):
    before = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)}
    sent: list[int] = []

    def send_one(limit):
        sent.append(limit)
        threading.Timer(0.05, os.kill, (os.getpid(), number)).start()
        return 0

    monkeypatch.setattr(run_worker.outbox, "send_due", send_one)
    monkeypatch.setattr(run_worker.jobs, "run_due_jobs", lambda **_: 0)
    try:
        call_command("run_worker")
    finally:
        for n, handler in before.items():
            signal.signal(n, handler)
    assert sent == [1]
