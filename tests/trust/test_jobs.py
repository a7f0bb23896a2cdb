import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from trust import jobs
from trust.jobs import Job, register_job, run_due_jobs
from trust.models import JobRun

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock(monkeypatch):
    """An empty schedule, and a clock that stands at 12:00 in Tokyo."""
    monkeypatch.setattr(jobs, "_jobs", {})
    with time_machine.travel(datetime(2026, 11, 22, 3, tzinfo=UTC), tick=False) as clock:
        yield clock


def counted(**when):
    ran = []
    register_job(Job("count", lambda: ran.append(1), **when))
    return ran


def test_a_job_runs_at_its_pace(db, clock):
    ran = counted(every=MINUTE)
    assert run_due_jobs() == 1
    clock.shift(59)
    assert run_due_jobs() == 0
    clock.shift(1)
    assert run_due_jobs() == 1 and len(ran) == 2


def test_a_nightly_job_runs_once_a_night_by_tokyo_time(db, clock):
    ran = counted(at_hour=3)
    assert run_due_jobs() == 1
    clock.move_to(datetime(2026, 11, 22, 17, 59, tzinfo=UTC))
    assert run_due_jobs() == 0
    clock.move_to(datetime(2026, 11, 22, 18, 0, tzinfo=UTC))
    assert run_due_jobs() == 1
    clock.shift(3600)
    assert run_due_jobs() == 0 and len(ran) == 2


@pytest.mark.parametrize("when", [{}, {"every": MINUTE, "at_hour": 3}])
def test_a_job_has_one_kind_of_time(when):
    with pytest.raises(ValueError, match="either"):
        Job("count", print, **when)


def test_the_result_is_kept(db, clock):
    register_job(Job("count", lambda: 7, every=MINUTE))
    run_due_jobs()
    row = JobRun.objects.get()
    assert row.last_result == "7" and row.leased_until is None
    assert row.last_started == row.last_finished


def test_a_failing_job_is_told_without_its_text_and_tried_again_later(db, clock, caplog):
    register_job(Job("bad", lambda: {}["canary"], at_hour=3))
    other = counted(every=MINUTE)
    with caplog.at_level(logging.ERROR, logger="trust"):
        assert run_due_jobs() == 2
    assert other and JobRun.objects.get(name="bad").last_result == "failed: KeyError"
    assert "bad failed" in caplog.messages[0]
    assert run_due_jobs() == 0
    clock.shift(601)
    assert run_due_jobs() == 2


def test_a_job_whose_worker_died_runs_again_after_its_lease(db, clock):
    def die():
        raise KeyboardInterrupt

    register_job(Job("count", die, at_hour=3))
    with pytest.raises(KeyboardInterrupt):
        run_due_jobs()
    ran = counted(at_hour=3)
    clock.shift(29 * 60)
    assert run_due_jobs() == 0
    clock.shift(61)
    assert run_due_jobs() == 1 and ran


@pytest.mark.parametrize("lease", [MINUTE, None], ids=["still running", "already done"])
def test_a_job_that_another_worker_took_first_is_left(db, clock, monkeypatch, lease):
    ran = counted(every=MINUTE)
    due = jobs._is_due

    def other_is_quicker(job, row, now):
        until = now + lease if lease else None
        JobRun.objects.update(leased_until=until, last_started=now, last_finished=now)
        return due(job, row, now)

    monkeypatch.setattr(jobs, "_is_due", other_is_quicker)
    assert run_due_jobs() == 0 and not ran


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_runs_the_job(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    ran, together = [], threading.Barrier(6)
    register_job(Job("count", lambda: ran.append(1), every=timedelta(hours=1)))

    def work(number):
        together.wait()
        try:
            return run_due_jobs()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(6))) == 1
    assert len(ran) == 1
