"""The desk's pages with few requests in the tables and with very many."""

import time
from typing import Any

from benchmarks.drill import desk_rows

TIMES = 15


def run(sizes: tuple[int, int]) -> dict[str, Any]:
    """Return the slowest page's ratio of both sizes, the most queries, and each page's ratio."""
    from benchmarks.drill.staff import coordinator

    user = coordinator("drill-growth")
    found: list[dict[str, tuple[float, int]]] = []
    few, many = sizes
    for shares, number in ((desk_rows.AT_WORK, few), (desk_rows.HISTORY, many - few)):
        desk_rows.fill(shares, number, user)
        found.append({name: _measure(path, user) for name, path in _pages().items()})
    before, after = found
    ratios = {name: round(after[name][0] / before[name][0], 2) for name in before}
    return {
        "desk_rows": list(sizes),
        "desk_ratio": max(ratios.values()),
        "desk_queries": max(queries for page in found for _ms, queries in page.values()),
        "desk_ms": {name: [round(page[name][0]) for page in found] for name in before},
        "desk_ratios": ratios,
    }


def _pages() -> dict[str, str]:
    from quotes.desk.filters import FILTERS
    from quotes.models import QuoteRequest

    case = QuoteRequest.objects.filter(state="open").order_by("pk").values_list("pk", flat=True)
    pages = {f"queue {name}": f"/admin/quotes/queue/?show={name}" for name in FILTERS}
    return {**pages, "case": f"/admin/quotes/case/{case[0]}/", "today": "/admin/"}


def _measure(path: str, user: Any) -> tuple[float, int]:
    """Return the best of several times (ms) and the number of queries."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.drill.staff import session_of

    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(path)
        around = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        sqls = [query["sql"] for query in caught.captured_queries]
        queries = sum(1 for sql in sqls if not sql.startswith(around))
    if response.status_code != 200:
        raise LookupError(f"{path}: {response.status_code}")
    best = float("inf")
    for _time in range(TIMES):
        began = time.perf_counter()
        client.get(path)
        best = min(best, time.perf_counter() - began)
    return best * 1000, queries
