"""Run: make restore-drill, or DRILL=small make restore-drill. The last line is one JSON object.

Fill a site on a PostgreSQL of its own, back it up, erase some of it afterwards, bring the archive
back on an empty server with an empty folder, and compare with a program of its own.
"""

import datetime
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.drill.database import Database
from benchmarks.drill.site import environment
from scripts.paths import ROOT, VAR

REPORT = VAR / "reports/restore.json"
SIZES = {"small": (200, 20_000_000, 10), "whole": (10_000, 2_000_000_000, 60)}  # and minutes
PART = 10  # every tenth open request is erased after the backup


def main() -> int:
    """Return 0 when everything came back and the erased stayed erased."""
    name = "small" if os.environ.get("DRILL") == "small" else "whole"
    requests, file_bytes, minutes = SIZES[name]
    _end_in_time(minutes)
    folder = Path(tempfile.mkdtemp(prefix="kakunin-restore-", dir="/tmp"))
    folder.chmod(0o755)
    servers = [Database(folder / "first"), Database(folder / "second")]
    try:
        for server in servers:
            server.start()
        found = _drill(folder, servers, requests, file_bytes)
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    found |= {"size": name, "missed": _missed(found)}
    found["date"] = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found))
    return 1 if found["missed"] else 0


def _drill(folder: Path, servers: list[Database], requests: int, file_bytes: int) -> dict[str, Any]:
    key, public = _key_pair(folder)
    first = environment(folder, servers[0].url, smtp_port=9)
    first |= {
        "BACKUP_FOLDER": str(folder / "backups"),
        "BACKUP_RECIPIENT": public,
        "PRIVATE_ROOT": str(folder / "private-first"),
        # The wrapper must not find the settings of a site on this machine.
        "KAKUNIN_SETTINGS": str(folder / "none"),
    }
    second = first | {
        "DATABASE_URL": servers[1].url,
        "PRIVATE_ROOT": str(folder / "private-second"),
    }
    os.environ.update(first)
    _manage(first, "migrate", "-v0")
    found, seconds = _timed("fill", lambda: _fill(requests, file_bytes))
    before = _look(first)
    _, found["backup_s"] = _timed("backup", lambda: _manage(first, "backup"))
    [archive] = (folder / "backups").glob("*.age")
    found["archive_bytes"] = archive.stat().st_size
    gone = _erase()
    _manage(first, "backup", "--journal")
    said, found["restore_s"] = _timed(
        "restore", lambda: _restore(second, archive, key, "--without-journal")
    )
    after = _look(second)
    found |= _compare(before, after)
    journal = folder / "backups/erasures.csv"
    said, found["replay_s"] = _timed(
        "replay", lambda: _manage(second, "erasure_journal", "--replay", str(journal))
    )
    found["erased_again"], found["taken_back_again"] = (
        int(number) for number in re.findall(r"(\d+) (?:erased|taken back) again", said)
    )
    found["erased"], found["taken_back"] = len(gone["erased"]), len(gone["taken_back"])
    found["still_there"] = _still_there(servers[1], gone)
    found["without_key"] = _opens_without_the_key(archive, folder)
    print(f"## filling took {seconds:.0f} s", flush=True)
    return found


def _fill(requests: int, file_bytes: int) -> dict[str, Any]:
    import django

    django.setup()
    from benchmarks.restore import filling

    return dict(filling.fill(requests, file_bytes))


def _erase() -> dict[str, list[str]]:
    from benchmarks.restore import filling

    return filling.erase_some(PART)


def _compare(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    names = before["tables"].keys() | after["tables"].keys()
    other = [name for name in names if before["tables"].get(name) != after["tables"].get(name)]
    files = before["stored"].keys() | after["stored"].keys()
    return {
        "tables": len(before["tables"]),
        "rows": sum(rows for rows, _digest in before["tables"].values()),
        "tables_that_differ": sorted(other),
        "files_that_differ": sum(
            before["stored"].get(name) != after["stored"].get(name) for name in files
        ),
        "values_opened": after["clear"]["values"],
        "files_opened": after["clear"]["files"],
        "clear_texts_equal": before["clear"] == after["clear"],
    }


def _still_there(server: Database, gone: dict[str, list[str]]) -> int:
    """How many of the erased have any word left, or are back at a clinic, on the new server."""
    import psycopg2

    with psycopg2.connect(server.url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM quotes_quoterequest WHERE id::text = ANY(%s)"
            " AND (state <> 'erased' OR email IS NOT NULL OR message IS NOT NULL)",
            [gone["erased"]],
        )
        requests = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM quotes_recipient WHERE id::text = ANY(%s)"
            " AND state NOT IN ('withdrawn', 'closed')",
            [gone["taken_back"]],
        )
        return int(requests + cursor.fetchone()[0])


def _missed(found: dict[str, Any]) -> list[str]:
    zero = ["tables_that_differ", "files_that_differ", "still_there", "without_key"]
    missed = [name for name in zero if found[name]]
    if not found["clear_texts_equal"]:
        missed.append("clear_texts_equal")
    if found["erased_again"] != found["erased"]:
        missed.append("erased_again")
    if found["files_opened"] != found["files"]:
        missed.append("files_opened")
    return missed


def _restore(env: dict[str, str], archive: Path, key: Path, *words: str) -> str:
    return _run([str(ROOT / "deploy/bin/restore"), str(archive), str(key), *words], env)


def _manage(env: dict[str, str], *words: str) -> str:
    return _run([sys.executable, "manage.py", *words], env)


def _look(env: dict[str, str]) -> dict[str, Any]:
    return dict(
        json.loads(_run([sys.executable, "-m", "benchmarks.restore.look"], env, quiet=True))
    )


def _run(command: list[str], env: dict[str, str], *, quiet: bool = False) -> str:
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{ended.stdout[-3000:]}\n{ended.stderr}")
    if not quiet and ended.stdout.strip():
        print(f"   {ended.stdout.strip()}", flush=True)
    return ended.stdout + ("" if quiet else ended.stderr)


def _timed(name: str, what: Any) -> tuple[Any, float]:
    began = time.monotonic()
    result = what()
    seconds = round(time.monotonic() - began, 1)
    print(f"## {name}: {seconds} s", flush=True)
    return result, seconds


def _key_pair(folder: Path) -> tuple[Path, str]:
    key = folder / "backup.key"
    said = subprocess.run(
        [shutil.which("age-keygen") or "age-keygen", "-o", key],
        check=True,
        capture_output=True,
        text=True,
    )
    return key, re.findall(r"age1\w+", said.stderr)[0]


def _opens_without_the_key(archive: Path, folder: Path) -> bool:
    other, _public = _key_pair(Path(tempfile.mkdtemp(dir=folder)))
    opened = subprocess.run(
        [shutil.which("age") or "age", "--decrypt", "-i", other, "-o", os.devnull, archive],
        capture_output=True,
    )
    return opened.returncode == 0


def _end_in_time(minutes: int) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(f"the drill was ended after {minutes} minutes or by a signal")

    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    signal.alarm(minutes * 60)


if __name__ == "__main__":
    sys.exit(main())
