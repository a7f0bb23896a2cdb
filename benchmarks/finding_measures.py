"""One measurement of search in this process: ``fill``, ``database``, ``pages``, ``twin``,
``cached``. Prints one line of JSON.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

# All of them fill a page at 1,000 clinics, too: otherwise the small page would be the quicker one.
FILTERED = "/clinics/?condition=knee_oa"
PAGES = ("/clinics/", FILTERED, "/clinics/?prefecture=JP-13&sort=price", "/clinics/?page=3")
# Other words each time, so that most are looked for and not remembered.
WORDS = ("佐藤", "新宿", "knee", "膝", "さくら", "銀座", "脂肪", "みどり", "osaka", "鈴木", "山口",
         "病院", "心斎橋", "天神", "駅前", "歯科")  # fmt: skip
REPEATS = 8


def _milliseconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def _median(work: Callable[[], Any], times: int) -> float:
    return round(statistics.median(_milliseconds(work) for _ in range(times)), 3)


def _memory() -> float:
    """Return what this process holds in memory, in MB."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def fill(size: str) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import catalogue
    from clinics.models import Treatment

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    catalogue.fill(int(size))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took = round(time.perf_counter() - start, 1)
    return {"treatments": Treatment.objects.count(), "seconds": took}


def database(name: str) -> dict[str, Any]:
    """Make a database of that name beside the one of this process."""
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    base = settings.DATABASES["default"]
    address = f"{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}"
    return {"url": f"postgres://{address}/{name}"}


def pages() -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from clinics.actions import renew_version
    from clinics.search import building, live, version

    list(building.rows.languages())
    gc.collect()
    before = _memory()
    start = time.perf_counter()
    live.current()
    build = time.perf_counter() - start
    grown = _memory() - before
    client = Client()

    def read(address: str) -> None:
        assert client.get(address).status_code == 200

    for address in PAGES:
        read(address)
    with CaptureQueriesContext(connection) as queries:
        version.forget()
        read(FILTERED)
    plain = statistics.median(
        _milliseconds(lambda a=address: read(a)) for _ in range(REPEATS) for address in PAGES
    )
    read("/clinics/?q=x")
    worded = statistics.median(
        _milliseconds(lambda w=word: read(f"/clinics/?q={w}")) for word in WORDS
    )
    old = live.current()
    renew_version()
    changed = time.perf_counter()
    while live.current() is old:
        time.sleep(0.005)
    return {
        "build_s": build,
        "build_mb": grown,
        "page_ms": plain,
        "page_q_ms": worded,
        "queries": len(queries),
        "visible_s": time.perf_counter() - changed,
    }


def twin() -> dict[str, Any]:
    """All facet counts, the total and the first page in order: by index, and by SQL."""
    from django.http import QueryDict

    from clinics.filters import ClinicFilter
    from clinics.finder.asking import ask
    from clinics.search import order
    from clinics.search.counting import facet_counts, kind_counts
    from tests.clinics.search import sql_filter, sql_twin

    data = QueryDict("condition=knee_oa&prefecture=JP-13&prefecture=JP-27")
    clinic_filter = ClinicFilter(data)
    clinic_filter.values, ask(clinic_filter)

    def by_index() -> tuple[Any, ...]:
        asked = ask(clinic_filter)
        first = order.page(asked, sort="relevance", language="en", start=0, stop=20)
        return facet_counts(asked, sql_twin.COLUMNS), sum(kind_counts(asked).values()), first

    def by_sql() -> tuple[Any, ...]:
        first = sql_twin.ordered(clinic_filter, stop=20)
        total = sql_filter.matching(clinic_filter).order_by().values("clinic").distinct().count()
        return sql_twin.facet_counts(clinic_filter), total, first

    mine, theirs = by_index(), by_sql()
    assert mine[1] == theirs[1], "index and SQL count the same clinics"
    for name, values in theirs[0].items():
        assert {v: n for v, n in mine[0][name].items() if n != (0, 0)} == values, name
    return {"facets_ms": _median(by_index, 15), "sql_ms": _median(by_sql, 3)}


def cached() -> dict[str, Any]:
    from benchmarks import page_cache

    return {"ratio": page_cache.measure()}


if __name__ == "__main__":
    django.setup()
    work, *arguments = sys.argv[1:]
    measures = {one.__name__: one for one in (fill, database, pages, twin, cached)}
    print(json.dumps(measures[work](*arguments)))
