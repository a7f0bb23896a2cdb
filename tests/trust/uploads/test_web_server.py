"""Uploads against a real web server: cut early, and nothing left after a kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.check import PRODUCTION
from scripts.paths import ROOT

MOST = 1_000_000


@pytest.fixture
def server(tmp_path):
    """gunicorn with its own temporary folder; yields (port, folder, process)."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path / "temp"
    folder.mkdir()
    env = {
        **{k: v for k, v in os.environ.items() if k not in {"DEBUG", "DATABASE_URL", "DEMO"}},
        **PRODUCTION, "ENV_FILE": os.devnull, "HTTPS": "", "BIND": f"127.0.0.1:{port}",
        "SITE_URL": f"http://127.0.0.1:{port}", "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}", "UPLOAD_MOST_MB": "1",
        "TMPDIR": str(folder), "STATIC_ROOT": str(tmp_path / "static"), "WEB_CONCURRENCY": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    (tmp_path / "static").mkdir()
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "config.wsgi"]
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(150):
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.2)
            yield port, folder, process
        finally:
            process.terminate()


def head(port: int, extra: str) -> bytes:
    return (
        f"POST /quotes/mine/papers/x/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\n{extra}\r\n\r\n"
    ).encode()


START = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\n%PDF-1.7\n'


def flood(link: socket.socket, chunked: bool) -> int:
    """Send up to 2 GB; returns how many bytes went before the other side had enough."""
    piece, sent = b"x" * 65536, 0
    while sent < 2_000_000_000:
        try:
            link.sendall(b"10000\r\n" + piece + b"\r\n" if chunked else piece)
        except OSError:
            break
        sent += len(piece)
    return sent


@pytest.mark.parametrize("chunked", [False, True])
def test_a_flood_is_cut_early(server, chunked, record_property):
    port, folder, _process = server
    with socket.create_connection(("127.0.0.1", port), 30) as link:
        length = "Transfer-Encoding: chunked" if chunked else "Content-Length: 2000000000"
        link.sendall(head(port, length))
        sent = flood(link, chunked)
    record_property("figure", f"a flood of 2 GB was cut after {sent:,} bytes (chunked: {chunked})")
    # What the two sockets hold is on the way, not read: allow for it.
    assert sent < 20_000_000
    assert not list(folder.rglob("*.upload*"))


def test_a_killed_upload_leaves_nothing(server):
    port, folder, process = server
    with socket.create_connection(("127.0.0.1", port), 30) as link:
        link.sendall(head(port, f"Content-Length: {MOST}") + START + b"x" * (MOST // 2))
        time.sleep(0.5)
        os.killpg(os.getpgid(process.pid), 0)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        time.sleep(0.5)
    left = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size > 0]
    assert not left, left
