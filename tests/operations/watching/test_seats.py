"""Web processes are renewed; what they counted goes on, in as many files as processes live."""

import os
import subprocess
import sys
import time
import urllib.request

from scripts.paths import ROOT
from scripts.postgres import free_port

WORKERS, REQUESTS = 2, 60


def ask(port):
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/seat", timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer")


def test_a_renewed_process_takes_the_seat_and_the_counts(tmp_path):
    port = free_port()
    env = {
        **os.environ, "DEMO": "1", "ENV_FILE": os.devnull, "TMPDIR": str(tmp_path),
        "DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "config.settings",
        "PORT": str(port), "WEB_WORKERS": str(WORKERS), "GUNICORN_LOG_LEVEL": "info",
    }  # fmt: skip
    command = [
        *(sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"),
        *("--max-requests", "7", "--max-requests-jitter", "1"),
        "tests.operations.watching.seat_app:app",
    ]
    log = tmp_path / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=ROOT, env=env, stderr=out) as server,
    ):
        try:
            for _ in range(REQUESTS):
                counts = ask(port)
            files = sorted(path.name for path in tmp_path.glob("kakunin-metrics-*/*"))
        finally:
            server.terminate()
    renewed = log.read_text().count("Booting worker") - WORKERS
    assert renewed >= 4, log.read_text()
    assert files == [f"histogram_{seat}.db" for seat in range(WORKERS)]
    assert f'kakunin_request_seconds_count{{status="2xx",view="/seat"}} {REQUESTS}.0' in counts
    assert not list(tmp_path.glob("kakunin-metrics-*")), "the folder is removed at the end"
