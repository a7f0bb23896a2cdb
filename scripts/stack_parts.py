"""The parts of `make stack` that are no test server of their own: replica, web machines, workers."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scripts.paths import ROOT
from scripts.postgres import SETTINGS, free_port, hand_over, run, take_down
from scripts.system_packages import postgres_folder


class Replica:
    """A streaming replica of the server at ``primary`` (its DATABASE_URL)."""

    def __init__(self, primary: str) -> None:
        programs = postgres_folder()
        assert programs is not None, "scripts.postgres.server found it before"
        self.folder = Path(tempfile.mkdtemp(prefix="kakunin-replica-", dir="/tmp"))
        self.programs, self.data, self.port = programs, self.folder / "data", free_port()
        hand_over(self.folder)
        run(programs / "pg_basebackup", "-d", primary, "-D", self.data, "-R", "-X", "stream")
        self.url = f"{primary.rsplit('@', 1)[0]}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = {**SETTINGS, "port": self.port, "unix_socket_directories": self.folder}
        chosen = " ".join(f"-c {name}={value}" for name, value in options.items())
        log = self.folder / "log"
        run(self.programs / "pg_ctl", "-w", "-D", self.data, "-l", log, "-o", chosen, "start")

    def kill(self) -> None:
        take_down(self.data)

    def promote(self) -> None:
        """Make it the primary, as docs/operations/scaling.md does."""
        run(self.programs / "pg_ctl", "-w", "-D", self.data, "promote")

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def replica(primary: str) -> Iterator[Replica]:
    one = Replica(primary)
    try:
        one.start()
        yield one
    finally:
        one.remove()


@contextmanager
def running(env: dict[str, str], *command: str) -> Iterator[subprocess.Popen]:
    """Run one of our own programs beside us; ended with SIGTERM, then insisted."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()


@contextmanager
def web_machine(env: dict[str, str]) -> Iterator[str]:
    """Yield the address of a gunicorn that answers."""
    port = str(free_port())
    own = env | {"PORT": port, "WEB_WORKERS": "1"}
    with running(own, "-m", "gunicorn", "config.wsgi", "-c", "gunicorn.conf.py"):
        address = f"http://127.0.0.1:{port}"
        for _ in range(120):
            with suppress(OSError):
                urllib.request.urlopen(address + "/healthz", timeout=5).close()  # noqa: S310
                break
            time.sleep(0.5)
        yield address


def manage(env: dict[str, str], *words: str) -> str:
    """Run a management command; return what it printed. Raises CalledProcessError."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def environment(primary: str, replica_url: str, redis_url: str, s3: dict[str, str]) -> dict:
    """Return the variables of every process: the demo's data, settings of a site on two machines."""
    return {
        **os.environ,
        **s3,
        "DEMO": "1",
        "ENV_FILE": os.devnull,
        "DATABASE_URL": primary,
        "DATABASE_REPLICA_URL": replica_url,
        "REDIS_URL": redis_url,
        "STATIC_ROOT": str(ROOT / "var/static"),
        "LOG_LEVEL": "WARNING",
        "GUNICORN_LOG_LEVEL": "warning",
        "TRUSTED_PROXIES": "1",
        "HUMAN_CHECK_SECONDS": "0",
    }
