"""Import of 20,000 rows against a bare bulk_create of the same rows; matching 10,000 × 10,000.

Run: make bench (on SQLite in a temporary folder; DATABASE_URL for another database).
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django

ROWS = int(os.environ.get("BENCH_ROWS", "20000"))
MATCHED = 10_000


def _seconds(work: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def _copies() -> dict[Any, list[Any]]:
    """The rows the import wrote, as unsaved objects, in the order they can be written."""
    from clinics.models import (
        Clinic,
        PublicChange,
        Treatment,
        TreatmentCondition,
        TreatmentDocument,
    )
    from register.models import Entry, Sighting

    models = (
        Clinic,
        Treatment,
        TreatmentCondition,
        TreatmentDocument,
        Entry,
        Sighting,
        PublicChange,
    )
    return {model: list(model.objects.order_by("pk")) for model in models}


def _write_bare(copies: dict[Any, list[Any]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        for model, rows in copies.items():
            model.objects.bulk_create(rows, batch_size=1_000)


def _empty() -> None:
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)


def measure_import(folder: Path) -> dict[str, Any]:
    from benchmarks.lists import write_list
    from register.actions import import_file
    from register.models import Snapshot

    file = write_list(folder / "list.csv", ROWS)
    _empty()
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took, report = _seconds(lambda: import_file(file, seen_on=None, is_complete=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    copies = _copies()
    snapshots, sources = list(Snapshot.objects.order_by("pk")), _sources()
    _empty()
    _restore(snapshots, sources)
    bare, _none = _seconds(lambda: _write_bare(copies))
    return {
        "rows": ROWS,
        "created": report.created,
        "import_seconds": round(took, 2),
        "bare_bulk_create_seconds": round(bare, 2),
        "ratio": round(took / bare, 2),
        "memory_mb": peak,
        "memory_before_mb": base,
    }


def _sources() -> list[Any]:
    from clinics.models import Source

    return list(Source.objects.order_by("pk"))


def _restore(snapshots: list[Any], sources: list[Any]) -> None:
    for row in [*sources, *snapshots]:
        row.save(force_insert=True)


def measure_matching(folder: Path) -> dict[str, Any]:
    """Every title is spelled otherwise, so that nothing is found by identity."""
    from datetime import date

    from benchmarks.lists import rows_of, write_list
    from register.matching import Known, match

    old = rows_of(write_list(folder / "old.csv", MATCHED))
    new = rows_of(write_list(folder / "new.csv", MATCHED, reworded=True))
    known = [
        Known(
            number, row.list_class, row.prefecture, row.institution, row.title, row.address,
            row.key, row.documents, row.identity, 0, date(2026, 9, 18), standing=True,
        )
        for number, row in enumerate(old)
    ]  # fmt: skip
    took, found = _seconds(lambda: match(known, new))
    return {"matching_rows": MATCHED, "matching_seconds": round(took, 2), "near": len(found.near)}


def measure_kills(folder: Path) -> dict[str, Any]:
    """Kill the import command at different moments; the database must be as before."""
    from benchmarks.lists import write_list
    from register.models import Entry, Snapshot

    file = write_list(folder / "killed.csv", ROWS)
    _empty()
    clean = 0
    moments = (0.8, 1.5, 3.0, 5.0, 8.0)
    for moment in moments:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "import_register", str(file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        clean += not Entry.objects.exists() and not Snapshot.objects.exists()
    return {"kills": len(moments), "clean_after_kill": clean}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ.setdefault("DEBUG", "1")
        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.DEBUG = False
        call_command("migrate", verbosity=0)
        result: dict[str, Any] = {"benchmark": "register_import"}
        for measure in (measure_import, measure_matching, measure_kills):
            found = measure(folder)
            print(measure.__name__, found, flush=True)
            result |= found
        print(json.dumps(result))


if __name__ == "__main__":
    main()
