"""Run: make drill, or DRILL=small make drill. The last line is one JSON object.

python -m benchmarks.drill races desk: these steps only (bars of the others count as missed).
"""

import datetime
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.drill import bars, size
from benchmarks.drill.database import Database
from benchmarks.drill.site import Site, environment
from benchmarks.drill.smtp import Sink
from scripts.paths import VAR

REPORT = VAR / "reports/drill.json"


def main() -> int:
    """Return 0 when every bar is met."""
    chosen = size.chosen()
    _end_in_time(chosen.minutes)
    # /tmp and not TMPDIR: the database's own user must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="kakunin-drill-", dir="/tmp"))
    folder.chmod(0o755)
    sink, database, site = Sink(), Database(folder / "postgres"), None
    try:
        database.start()
        env = environment(folder, database.url, sink.port)
        os.environ.update(env)
        site = Site(folder, env)
        site.prepare()
        found = _drill(site, database, sink, chosen, folder)
    finally:
        if site is not None:
            site.stop()
        database.stop()
        sink.close()
        shutil.rmtree(folder, ignore_errors=True)
    missed = bars.missed(found)
    found |= {"size": chosen.name, "missed": missed}
    found["date"] = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found))
    return 1 if missed else 0


def _drill(
    site: Site, database: Database, sink: Sink, chosen: size.Size, folder: Path
) -> dict[str, Any]:
    import django

    django.setup()
    from benchmarks.drill import canaries, cost, desk, mail, races, seed, submissions

    about = seed.seed()
    site.start()
    found: dict[str, Any] = {}
    letters = mail.Letters(site, sink, about, chosen)
    steps: list[tuple[str, Callable[[], dict[str, Any]]]] = [
        ("cost", lambda: cost.run(site, about, chosen)),
        ("submissions", lambda: submissions.run(site, database, about, chosen)),
        ("canaries", lambda: canaries.run(site, database, sink, about, chosen, folder)),
        ("mail", letters.through_outages),
        # Before the races: their thousands of mails would stand in the way.
        ("delivered", letters.delivered),
        ("races", lambda: races.run(chosen.rounds)),
        ("desk", lambda: desk.run(chosen.desk_rows)),
    ]
    wanted = sys.argv[1:]
    for name, step in steps:
        if wanted and name not in wanted:
            continue
        began = time.monotonic()
        part = step()
        found |= part
        print(f"## {name}: {time.monotonic() - began:.0f} s {json.dumps(part)}", flush=True)
    return found


def _end_in_time(minutes: int) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(f"the drill was ended after {minutes} minutes or by a signal")

    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    signal.alarm(minutes * 60)


if __name__ == "__main__":
    sys.exit(main())
