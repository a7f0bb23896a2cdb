"""Search at 1,000, 10,000 and 100,000 clinics: index, pages, SQL and Datasette beside them.

Run: make bench, or python -m benchmarks.finding [sizes]. SQLite in a temporary folder, then
PostgreSQL where it is installed. Pages are measured without the page cache, in turns of the sizes,
each in a process of its own; every figure is a median.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import finding_datasette

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3


def _child(work: str, url: str, *arguments: str) -> dict[str, Any]:
    """Run one measurement in a process of its own and return what it found."""
    env = {**os.environ, "DATABASE_URL": url, "ENV_FILE": os.devnull, "DEBUG": "1"}
    env |= {
        "PAGE_CACHE": "1" if work == "cached" else "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEMO": "0",
    }
    command = [sys.executable, "-m", "benchmarks.finding_measures", work, *arguments]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _median(rounds: list[dict[str, Any]], name: str) -> float:
    return round(statistics.median(one[name] for one in rounds), 3)


def measure(urls: dict[int, str]) -> dict[int, dict[str, Any]]:
    """Return {clinics: figures} for databases that are filled first."""
    for size, url in urls.items():
        print(f"  {size:>7} clinics: {_child('fill', url, str(size))}", flush=True)
    rounds: dict[int, list[dict[str, Any]]] = {size: [] for size in urls}
    for _round in range(ROUNDS):
        for size, url in urls.items():
            rounds[size].append(_child("pages", url))
    found = {size: {name: _median(rounds[size], name) for name in rounds[size][0]} for size in urls}
    for size, url in urls.items():
        found[size] |= _child("twin", url)
        print(f"  {size:>7} {json.dumps(found[size])}", flush=True)
    return found


def _databases(stack: ExitStack, folder: Path, sizes: list[int]) -> dict[str, dict[int, str]]:
    from scripts import postgres, system_packages

    found = {"sqlite": {size: f"sqlite:///{folder}/{size}.sqlite3" for size in sizes}}
    if system_packages.postgres_folder():
        base = stack.enter_context(postgres.server())
        found["postgresql"] = {
            size: _child("database", base, f"bench_{size}")["url"] for size in sizes
        }
    else:
        print("PostgreSQL is not installed: not measured")
    return found


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:]] or list(SIZES)
    least, most = min(sizes), max(sizes)
    summary: dict[str, Any] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name, urls in _databases(stack, folder, sizes).items():
            print(f"## {name}", flush=True)
            found = measure(urls)
            high, low = found[most], found[least]
            summary[name] = {
                "facets_ms_100k": high["facets_ms"],
                "sql_twin_ratio_100k": round(high["sql_ms"] / high["facets_ms"], 1),
                "page_ratio_100k_1k": round(high["page_ms"] / low["page_ms"], 2),
                "page_q_ratio_100k_1k": round(high["page_q_ms"] / low["page_q_ms"], 2),
                "page_ms_100k": high["page_ms"],
                "queries": high["queries"],
                "build_s_100k": high["build_s"],
                "build_mb_100k": high["build_mb"],
                "visible_s_100k": high["visible_s"],
            }
        summary["datasette_ratio_100k"] = finding_datasette.ratios(
            folder, folder / f"{most}.sqlite3", summary["sqlite"]["page_ms_100k"]
        )
    summary["cached_vs_empty_view"] = _child("cached", "sqlite://:memory:")["ratio"]
    print(json.dumps({"clinics": most, **summary}))


if __name__ == "__main__":
    main()
