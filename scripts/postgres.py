"""A PostgreSQL server of our own for the length of one run.

Run a command under it: python -m scripts.postgres COMMAND … (sees DATABASE_URL)
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from scripts.system_packages import postgres_folder

# Nothing here outlives the run, so nothing needs to be safe on disk.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    # A test that waits for a lock for ever should fail, not stall the run.
    "lock_timeout": "60s",
    "statement_timeout": "120s",
    "idle_in_transaction_session_timeout": "180s",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # A failing statement must not write what people typed into the log (docs/operations).
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@contextmanager
def server() -> Iterator[str]:
    """Start a server, yield its DATABASE_URL, and take it down whatever happens.

    Raises FileNotFoundError when PostgreSQL is not installed.
    """
    programs = postgres_folder()
    if programs is None:
        raise FileNotFoundError("PostgreSQL's server programs (Debian package postgresql)")
    # /tmp and not TMPDIR: the other user must be able to reach it, and socket paths are short.
    folder = Path(tempfile.mkdtemp(prefix="kakunin-pg-", dir="/tmp"))
    data, password, port = folder / "data", secrets.token_hex(16), free_port()
    password_file = folder / "password"
    password_file.write_text(password)
    hand_over(folder, password_file)
    # Programs that tests start find the password here, whatever address they make up.
    os.environ["PGPASSWORD"] = password
    with _ending_cleanly():
        try:
            run(
                *(programs / "initdb", "-D", data, "-U", "kakunin", "-E", "UTF8"),
                *("--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={password_file}"),
            )
            options = {**SETTINGS, "port": port, "unix_socket_directories": folder}
            chosen = " ".join(f"-c {name}={value}" for name, value in options.items())
            run(programs / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", chosen, "start")
            yield f"postgres://kakunin:{password}@127.0.0.1:{port}/postgres"
        finally:
            os.environ.pop("PGPASSWORD", None)
            take_down(data)
            shutil.rmtree(folder, ignore_errors=True)


def create(url: str, name: str) -> None:
    """Add an empty database to the server at ``url``."""
    import psycopg2

    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


def as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root: become the user its package made, with no privilege."""
    if os.geteuid() != 0:
        return []
    return [
        *("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--inh-caps=-all"),
        *("env", "-i", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/tmp"),
    ]


def hand_over(folder: Path, *files: Path) -> None:
    folder.chmod(0o755)
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        for path in (folder, *files):
            os.chown(path, user.pw_uid, user.pw_gid)


def run(*command: object) -> None:
    words = [*as_postgres(), *(str(word) for word in command)]
    # Output goes to a file: the server would keep a pipe open and we would wait for ever.
    with tempfile.TemporaryFile("w+") as output:
        ended = subprocess.run(
            words, cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
        if ended.returncode:
            output.seek(0)
            raise RuntimeError(f"{Path(str(command[0])).name} failed:\n{output.read()}")


def take_down(data: Path) -> None:
    """Stop the server by the process id it wrote; insist after ten seconds."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGQUIT)  # "immediate": the data is thrown away anyway
        for _ in range(100):
            os.kill(pid, 0)
            time.sleep(0.1)
        os.kill(pid, signal.SIGKILL)


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into an exception, so that the server is taken down."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    with server() as url:
        env = {**os.environ, "DATABASE_URL": url}
        sys.exit(subprocess.run(sys.argv[1:], env=env, check=False).returncode)
