"""Run: make load (an hour), or DRILL=small make load (5 minutes). Writes var/reports/load.json.

PostgreSQL with the guide's settings, gunicorn, the worker, 1,000 clinics; 30 mixed requests a second;
then nginx before it, with 500 slow connections by slowhttptest while others read.
"""

import datetime
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.drill.database import Database
from benchmarks.drill.processes import family_seconds
from benchmarks.drill.site import Site, environment
from benchmarks.drill.smtp import Sink
from benchmarks.load import proxy, visits
from scripts.paths import VAR

REPORT = VAR / "reports/load.json"
RATE = 30
CLINICS = 1_000
SLOW = 500
SLOW_SECONDS = 40
BARS = {"p95_read_ms": 200, "errors": 0, "growth_percent": 5, "slow_p95_ms": 1000, "slow_errors": 0}


def main() -> int:
    """Return 0 when every bar is met."""
    small = os.environ.get("DRILL") == "small"
    minutes = float(os.environ.get("LOAD_MINUTES", "5" if small else "60"))
    _end_in_time(minutes + 15)
    others = os.getloadavg()[1]
    folder = Path(tempfile.mkdtemp(prefix="kakunin-load-", dir="/tmp"))
    folder.chmod(0o755)
    sink, database, site = Sink(), Database(folder / "postgres"), None
    try:
        database.start()
        env = environment(folder, database.url, sink.port)
        os.environ.update(env)
        site = Site(folder, env)
        site.prepare()
        found = _load(site, folder, minutes)
    finally:
        if site is not None:
            site.stop()
        database.stop()
        sink.close()
        shutil.rmtree(folder, ignore_errors=True)
    missed = [name for name, bar in BARS.items() if found.get(name, bar + 1) > bar]
    found |= {
        "size": "small" if minutes < 60 else "whole",
        "missed": missed,
        "machine_busy_before": round(others, 2),
        "cores": os.cpu_count(),
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found))
    return 1 if missed else 0


def _load(site: Site, folder: Path, minutes: float) -> dict[str, Any]:
    import django

    django.setup()
    from benchmarks.drill import seed
    from clinics.models import Clinic, Treatment

    about = seed.seed(CLINICS)
    listed = Clinic.objects.listed().order_by("pk")
    treatments = Treatment.objects.listed().checked().order_by("pk")
    reader = visits.Reader(
        list(listed.values_list("slug", flat=True)[:300]),
        list(treatments.values_list("pk", flat=True)[:300]),
        list(treatments.values_list("number", flat=True)[:300]),
    )
    site.start()
    found = _steady(site, reader, about, minutes)
    if proxy.program() and shutil.which("slowhttptest"):
        found |= _slow(site, reader, folder)
    return found


def _steady(site: Site, reader: visits.Reader, about: Any, minutes: float) -> dict[str, Any]:
    """One visit in fifty sends a request (three more requests), the others read."""
    warm, times = visits.Times(), visits.Times()
    visits.steadily(RATE, 15, visits.read(reader, warm, site.port))
    reading = visits.read(reader, times, site.port)
    writing = visits.write(about, times, site.port)
    numbers = iter(range(1 << 30))

    def visit(due: float) -> None:
        (writing if next(numbers) % 50 == 0 else reading)(due)

    memory: list[float] = []
    done = threading.Event()
    watching = threading.Thread(target=_watch, args=(site, memory, done))
    watching.start()
    # Of the whole family: a worker is renewed after its ten thousand requests.
    server = site.web.running.pid
    began, used = time.monotonic(), family_seconds(server)
    visits.steadily(RATE, minutes * 60, visit)
    used = family_seconds(server) - used
    done.set()
    watching.join()
    fifth = max(len(memory) // 5, 1)
    first, last = statistics.median(memory[fifth : 2 * fifth]), statistics.median(memory[-fifth:])
    requests = len(times.reads) + 3 * len(times.writes)
    return {
        "minutes": round((time.monotonic() - began) / 60, 1),
        "requests": requests,
        # Of the web workers; what neighbours on the machine do hardly changes it.
        "ms_cpu_per_request": round(used / requests * 1000, 1),
        "errors": len(times.errors),
        "told": sorted(set(times.errors))[:10],
        "p50_read_ms": visits.percentile(times.reads, 0.5),
        "p95_read_ms": visits.percentile(times.reads, 0.95),
        "p99_read_ms": visits.percentile(times.reads, 0.99),
        "p95_submit_ms": visits.percentile(times.writes, 0.95),
        "memory_mb": [round(first / 1e6), round(last / 1e6)],
        "memory_mb_each_minute": [round(bytes_ / 1e6) for bytes_ in memory[::12]],
        "growth_percent": round((last / first - 1) * 100, 1),
    }


def _slow(site: Site, reader: visits.Reader, folder: Path) -> dict[str, Any]:
    """Slow headers, then slow bodies: what do others notice?"""
    before = proxy.Proxy(folder, f"http://127.0.0.1:{site.port}")
    before.start()
    url = f"https://127.0.0.1:{before.port}"
    found: dict[str, Any] = {}
    try:
        for name, how in (("headers", ["-H"]), ("bodies", ["-B", "-s", "8192"])):
            times = visits.Times()
            words = [
                "slowhttptest", *how, "-c", str(SLOW), "-r", "200", "-i", "5", "-p", "3",
                "-l", str(SLOW_SECONDS + 10), "-u", f"{url}/quotes/request/",
            ]  # fmt: skip
            with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as attack:
                time.sleep(5)
                visit = visits.read(reader, times, before.port, tls=proxy.trusting())
                visits.steadily(RATE, SLOW_SECONDS, visit)
                attack.terminate()
                said, _ = attack.communicate(timeout=30)
            found[f"slow_{name}_ms"] = visits.percentile(times.reads, 0.95)
            found[f"slow_{name}_said"] = _counted(said)
            found["slow_errors"] = found.get("slow_errors", 0) + len(times.errors)
            found["slow_told"] = sorted({*found.get("slow_told", []), *times.errors})[:10]
    finally:
        before.stop()
    found["slow_p95_ms"] = max(found["slow_headers_ms"], found["slow_bodies_ms"])
    return found


def _counted(said: str) -> dict[str, int]:
    """Return the most that slowhttptest had open at once, by its own status lines."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    most: dict[str, int] = {}
    for name, number in re.findall(
        r"^(connected|closed|pending|error):\s+(\d+)", plain, re.MULTILINE
    ):
        most[name] = max(most.get(name, 0), int(number))
    return most


def _watch(site: Site, memory: list[float], done: threading.Event) -> None:
    """Note the memory of all web processes, each 5 seconds (bytes, without what they share)."""
    while not done.wait(5):
        memory.append(sum(_private_bytes(pid) for pid in site.web.workers()))


def _private_bytes(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    rows = dict(line.split(":", 1) for line in text.splitlines()[1:] if ":" in line)
    return int(rows["Pss"].split()[0]) * 1024


def _end_in_time(minutes: float) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(f"ended after {minutes} minutes or by a signal")

    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    signal.alarm(int(minutes * 60))


if __name__ == "__main__":
    sys.exit(main())
