"""Web server and worker as docs/operations/install.md starts them, on loopback."""

import base64
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

from benchmarks.drill.processes import Program
from scripts.paths import ROOT
from scripts.postgres import free_port

# A statement that waits longer than this fails; canaries travel through that, too.
STATEMENT_SECONDS = 3


def environment(folder: Path, database_url: str, smtp_port: int) -> dict[str, str]:
    """Return the variables of a real site; nothing of the caller's own settings leaks in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    for name in ("tmp", "static", "media"):
        (folder / name).mkdir()
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENV_FILE": os.devnull,
        "DATABASE_URL": f"{database_url}?options=-c%20statement_timeout%3D{STATEMENT_SECONDS}s",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DIGEST_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": f"k1:{key}",
        "SITE_URL": "http://drill.example.org",
        "ALLOWED_HOSTS": "127.0.0.1",
        "OPERATOR_NAME": "Drill",
        "OPERATOR_ADDRESS": "1 Drill Street",
        "OPERATOR_EMAIL": "office@drill.example.org",
        "TRUSTED_PROXIES": "1",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(smtp_port),
        "HUMAN_CHECK_SECONDS": "0",
        "PORT": str(free_port()),
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONUNBUFFERED": "1",
    }


class Site:
    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.env, self.port = env, int(env["PORT"])
        gunicorn = ["-m", "gunicorn", "-c", "gunicorn.conf.py", "config.wsgi"]
        self.web = Program(gunicorn, env, folder / "web.log")
        self.worker = Program(["manage.py", "run_worker"], env, folder / "worker.log")
        self.chance = random.Random(5)  # noqa: S311

    def prepare(self) -> None:
        for words in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run(
                [sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, check=True
            )

    def start(self) -> None:
        self.web.start()
        self.worker.start()
        self.wait_ready()

    def wait_ready(self, seconds: float = 60) -> float:
        """Return after how many seconds the site serves; raises TimeoutError."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with suppress(OSError), urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                return time.monotonic() - began
            time.sleep(0.1)
        raise TimeoutError("the site does not get ready")

    def kill_one_worker(self) -> bool:
        """`kill -9` one of the web server's workers."""
        workers = self.web.workers()
        if not workers:
            return False
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(workers), signal.SIGKILL)
            return True
        return False

    def stop(self) -> None:
        self.web.stop()
        self.worker.stop()
