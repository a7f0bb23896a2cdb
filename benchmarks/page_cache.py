"""A kept page beside a view that answers nothing, under the same middleware.

Run: python -m benchmarks.page_cache (SQLite in memory). In turns, in one process, through the WSGI
handler that a web server calls; the figure is a ratio of medians of requests a second.
"""

import io
import json
import os
import statistics
import time
from typing import Any

PATH = "/clinics/"
EMPTY = "/bench/empty/"
ROUNDS = 15
REQUESTS = 200
CLINICS = 300


def _ask(handler: Any, path: str) -> tuple[str, int]:
    """Return status and bytes of the answer; everything happens that a web server does."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT": "text/html",
        "HTTP_USER_AGENT": "bench", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": False,
        "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    status: list[str] = []
    answer = handler(environ, lambda line, _headers, _error=None: status.append(line))
    try:
        size = sum(len(part) for part in answer)
    finally:
        answer.close()
    return status[0][:3], size


def _a_second(handler: Any, path: str) -> float:
    start = time.perf_counter()
    for _request in range(REQUESTS):
        _ask(handler, path)
    return REQUESTS / (time.perf_counter() - start)


def _rounds(handler: Any) -> dict[str, float]:
    found: dict[str, list[float]] = {EMPTY: [], PATH: []}
    for number in range(ROUNDS):
        for path in (EMPTY, PATH) if number % 2 else (PATH, EMPTY):
            found[path].append(_a_second(handler, path))
    return {path: statistics.median(speeds) for path, speeds in found.items()}


def compare() -> dict[str, Any]:
    """Return requests a second of both, the page's bytes and the ratio. Fills an empty database."""
    from django.core.cache import caches
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.test import override_settings

    from benchmarks import catalogue
    from clinics.models import Clinic

    call_command("migrate", verbosity=0)
    if not Clinic.objects.exists():
        catalogue.fill(CLINICS)
    changes = {"PAGE_CACHE": True, "DEBUG": False, "ROOT_URLCONF": "benchmarks.page_cache_urls"}
    with override_settings(**changes):
        caches["pages"].clear()
        handler = get_wsgi_application()
        made, kept, empty = (_ask(handler, path) for path in (PATH, PATH, EMPTY))
        if made != kept or kept[0] != "200" or kept[1] < 1_000 or empty != ("200", 0):
            raise RuntimeError(f"unexpected answers: {made}, {kept}, {empty}")
        speeds = _rounds(handler)
        caches["pages"].clear()
    return {
        "cached_per_s": round(speeds[PATH]),
        "empty_per_s": round(speeds[EMPTY]),
        "page_bytes": kept[1],
        "cached_vs_empty_view": round(speeds[PATH] / speeds[EMPTY], 3),
    }


def measure() -> float:
    """Return requests a second of a kept page ÷ those of an empty view."""
    return compare()["cached_vs_empty_view"]


if __name__ == "__main__":
    os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEBUG", "1")
    import django

    django.setup()
    print(json.dumps(compare()))
