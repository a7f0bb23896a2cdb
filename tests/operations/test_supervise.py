"""Web server and worker live and die together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from operations.demo.supervise import Supervisor
from scripts.paths import ROOT

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def supervisor():
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    made = Supervisor()
    yield made
    made.stop_all()
    for number, handler in before.items():
        signal.signal(number, handler)


def test_when_one_ends_its_name_is_told_and_all_are_stopped(supervisor):
    supervisor.start("long", SLEEP, os.environ)
    supervisor.start("short", [sys.executable, "-c", ""], os.environ)
    assert supervisor.wait(seconds=20) == "short"
    supervisor.stop_all()
    assert all(program.poll() is not None for program in supervisor.running.values())


def test_a_signal_stops_the_waiting(supervisor):
    supervisor.start("long", SLEEP, os.environ)
    os.kill(os.getpid(), signal.SIGTERM)
    assert supervisor.wait(seconds=20) == "stop"


def test_waiting_ends_when_ready_or_late(supervisor):
    supervisor.start("long", SLEEP, os.environ)
    assert supervisor.wait(until=lambda: True, seconds=5) == "ready"
    assert supervisor.wait(seconds=0) == "late"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help exists on Linux only")
def test_programs_end_when_the_supervisor_is_killed(tmp_path):
    code = (
        "import os, sys\n"
        "from operations.demo.supervise import Supervisor\n"
        "s = Supervisor()\n"
        "s.start('long', [sys.executable, '-c', 'import time; time.sleep(60)'], os.environ)\n"
        "print(s.running['long'].pid, flush=True)\n"
        "s.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(50):
        if "(zombie)" in _status(pid):
            return
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("the program outlived its supervisor")


def _status(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return "gone, not even a (zombie)"
