"""A Redis server of our own on loopback, that keeps nothing on disk."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import redis

from scripts.postgres import free_port


def is_installed() -> bool:
    return shutil.which("redis-server") is not None


def start(port: int) -> subprocess.Popen:
    """Start, wait until it answers, return the process. Raises RuntimeError after ten seconds."""
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(
        [
            *command,
            "--appendonly",
            "no",
            "--maxmemory",
            "64mb",
            "--maxmemory-policy",
            "volatile-ttl",
        ],
        stdout=subprocess.DEVNULL,
        cwd="/tmp",
    )
    for _ in range(100):
        with suppress(redis.RedisError):
            redis.Redis(port=port).ping()
            return process
        time.sleep(0.1)
    process.kill()
    raise RuntimeError("redis-server does not answer")


@contextmanager
def server() -> Iterator[tuple[str, subprocess.Popen]]:
    """Yield its REDIS_URL and the process, which the caller may kill."""
    port = free_port()
    process = start(port)
    try:
        yield f"redis://127.0.0.1:{port}/0", process
    finally:
        process.kill()
        process.wait()
