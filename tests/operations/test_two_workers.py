"""Two workers as real processes on one database: each due job runs once; told to stop, they end."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from trust import jobs
from trust.models import JobRun

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 30
# Jobs that leave a line each; the round begins when both workers are there.
WORKER = """
import sys, time, pathlib, datetime, django
django.setup()
from django.db import connection
from trust import jobs
here, me = pathlib.Path(sys.argv[1]), sys.argv[2]

def leave(number):
    def run():
        (here / f"{number}-{me}").touch()
        time.sleep(0.005)
    return run

jobs._jobs.clear()
for number in range(int(sys.argv[3])):
    jobs.register_job(jobs.Job(f"job {number}", leave(number), every=datetime.timedelta(hours=1)))
connection.ensure_connection()
(here / f"ready-{me}").touch()
while len(list(here.glob("ready-*"))) < 2:
    time.sleep(0.002)
print(jobs.run_due_jobs())
"""
# The command as systemd starts it, with two jobs: the first takes a while.
REAL_WORKER = """
import sys, time, pathlib, datetime, django
django.setup()
from django.core.management import call_command
from operations.management.commands import run_worker
from trust import jobs
here = pathlib.Path(sys.argv[1])

def slow():
    (here / "began").touch()
    time.sleep(0.5)
    (here / "ended").touch()

jobs._jobs.clear()
for name, run in {"slow": slow, "next": (here / "next").touch}.items():
    jobs.register_job(jobs.Job(name, run, every=datetime.timedelta(hours=1)))
call_command(run_worker.Command())
"""


def address(tmp_path):
    """The test's database, in a file where it was in memory."""
    found = connection.settings_dict
    if connection.vendor == "postgresql":
        return f"postgres://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"
    target = sqlite3.connect(tmp_path / "jobs.sqlite3")
    connection.connection.backup(target)
    # As `migrate` leaves a real file: two processes cannot switch a fresh one over at once.
    target.execute("PRAGMA journal_mode=WAL")
    target.close()
    return f"sqlite:///{tmp_path / 'jobs.sqlite3'}"


def start(code, url, *words):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=Path(settings.BASE_DIR),
        env={**os.environ, "DEBUG": "1", "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_of_two_workers_each_due_job_runs_once(tmp_path):
    url, here = address(tmp_path), tmp_path / "here"
    here.mkdir()
    connection.ensure_connection()
    workers = [start(WORKER, url, here, name, NUMBER) for name in "ab"]
    counts = [int(worker.communicate(timeout=60)[0]) for worker in workers]
    left = [path.name for path in here.glob("[0-9]*-*")]
    assert sum(counts) == len(left) == NUMBER
    assert len({name.partition("-")[0] for name in left}) == NUMBER


def test_a_worker_asked_to_stop_ends_between_two_jobs(monkeypatch):
    ran = []
    monkeypatch.setattr(jobs, "_jobs", {})
    for number in range(3):
        jobs.register_job(
            jobs.Job(f"job {number}", lambda: ran.append(1), every=timedelta(hours=1))
        )
    assert jobs.run_due_jobs(stop=lambda: bool(ran)) == 1
    assert jobs.run_due_jobs() == 2


def test_a_week_off_makes_one_run_of_each_job(monkeypatch):
    ran = []
    monkeypatch.setattr(jobs, "_jobs", {})
    jobs.register_job(jobs.Job("nightly", lambda: ran.append(1), at_hour=3))
    week_ago = timezone.now() - timedelta(days=7)
    JobRun.objects.create(name="nightly", last_started=week_ago, last_finished=week_ago)
    assert jobs.run_due_jobs() == 1
    assert jobs.run_due_jobs() == 0 and ran == [1]


def test_the_worker_ends_well_when_systemd_stops_it(tmp_path):
    url, here = address(tmp_path), tmp_path / "here"
    here.mkdir()
    worker = start(REAL_WORKER, url, here)
    wait_for(here / "began")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
    # The job in hand was finished, the next one was left to others.
    assert (here / "ended").exists() and not (here / "next").exists()
    (here / "began").unlink()
    # Whoever comes after it catches up, and does not do again what was done.
    other = start(REAL_WORKER, url, here)
    wait_for(here / "next")
    other.send_signal(signal.SIGTERM)
    assert other.wait(60) == 0
    assert not (here / "began").exists()


def wait_for(file):
    end = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < end, f"{file.name} never came"
        time.sleep(0.01)
