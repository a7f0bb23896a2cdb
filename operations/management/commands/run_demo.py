"""Start the demonstration: web server and worker together, with a fresh staff login link."""

import os
import socket
import sys
from http.client import HTTPConnection
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.demo.login import fresh_login_path
from operations.demo.supervise import Supervisor

START_SECONDS = 60


class Command(BaseCommand):
    """`manage.py run_demo`, called by `make demo`; refuses outside demo mode."""

    help = "Run web server and worker of the demonstration until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This command is for the demonstration only. Start: make demo")
        supervisor = Supervisor()
        env = {**os.environ, "BIND": ",".join(_loopback_addresses(port))}
        try:
            supervisor.start(
                "web server",
                [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "config.wsgi"],
                env,
            )
            supervisor.start("worker", [sys.executable, "manage.py", "run_worker"], env)
            ended = supervisor.wait(until=lambda: _answers(port), seconds=START_SECONDS)
            if ended == "ready":
                self._print_addresses(port)
                ended = supervisor.wait()
        finally:
            supervisor.stop_all()
        if ended == "stop":
            self.stdout.write("Stopped. The data is kept: make demo starts again.")
        elif ended == "late":
            raise CommandError(f"The web server did not answer within {START_SECONDS} seconds.")
        else:
            raise CommandError(f"The {ended} ended by itself, so everything was stopped.")

    def _print_addresses(self, port: int) -> None:
        base = f"http://localhost:{port}"
        lines = [
            "",
            "Kakunin runs on sample data. Nothing leaves this computer.",
            f"  Site, English    {base}/",
            f"  Site, Japanese   {base}/ja/",
            f"  Mails sent       {base}/demo/mail/",
            f"  Staff            {base}/{settings.ADMIN_PATH}",
        ]
        path = fresh_login_path()
        if path:
            lines.append(f"  Staff, signed in {base}{path}   (works once, 60 minutes)")
        lines += ["Stop: Ctrl-C. Another port: PORT=8123 make demo", ""]
        self.stdout.write("\n".join(lines))


def _loopback_addresses(port: int) -> list[str]:
    """IPv4 always; IPv6 too where this computer has it ("localhost" may mean either)."""
    addresses = [f"127.0.0.1:{port}"]
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("::1", port))
            addresses.append(f"[::1]:{port}")
    except OSError:
        pass
    return addresses


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
