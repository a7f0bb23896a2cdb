"""Queries and seconds of pages that read the ministry's list, at 50,000 rows.

Run: python -m benchmarks.register_pages (SQLite in a temporary folder, or DATABASE_URL).
"""

import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import django

ROWS = int(os.environ.get("BENCH_ROWS", "50000"))
PUBLIC = {
    "results": "/clinics/",
    "results_condition": "/clinics/?condition=t2d&product=fat_msc",
    "results_word": "/clinics/?q=%E8%86%9D",
    "results_place": "/clinics/?prefecture=JP-13&sort=name",
    "results_last_page": "/clinics/?page=100",
    "check_number": "/check/?q=PB3230079",
    "check_name": "/check/?q=%E3%82%AB%E3%83%AB%E3%83%9A%E3%83%87%E3%82%A3%E3%82%A8%E3%83%A0",
}
STAFF = {
    "today": "/admin/",
    "differences": "/admin/ministry-list/differences/",
    "imports": "/admin/ministry-list/import/",
    "next_to_check": "/admin/listings/wanted/",
    "entries": "/admin/register/entry/",
    "treatments": "/admin/clinics/treatment/",
}


def measure(client: Any, address: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    times = []
    for _round in range(3):
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        times.append(time.perf_counter() - start)
    return {
        "status": response.status_code,
        "queries": len(queries),
        "seconds": round(statistics.median(times), 3),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ.setdefault("DEBUG", "1")
        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test import Client

        from benchmarks.lists import write_list
        from register.actions import import_file
        from tests.staff_session import signed_in_client

        settings.DEBUG = False
        settings.ALLOWED_HOSTS = ["*"]
        call_command("migrate", verbosity=0)
        call_command("sync_roles", verbosity=0)
        report = import_file(write_list(folder / "list.csv", ROWS), is_complete=True)
        result: dict[str, Any] = {"benchmark": "register_pages", "rows": report.created}
        for pages, client in (
            (PUBLIC, Client()),
            (STAFF, signed_in_client("listing editor")),
        ):
            for page, address in pages.items():
                result[page] = measure(client, address)
                print(page, result[page], flush=True)
        print(json.dumps(result))


if __name__ == "__main__":
    main()
