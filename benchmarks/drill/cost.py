"""What one press of the send button costs: CPU of the web workers, writing transactions."""

import statistics
from typing import Any

from benchmarks.drill import form
from benchmarks.drill.processes import cpu_seconds
from benchmarks.drill.site import Site
from benchmarks.drill.size import Size
from benchmarks.drill.visitor import Visitor


def run(site: Site, about: list[tuple[int, int]], size: Size) -> dict[str, Any]:
    """Press one by one, nobody else being there; the worker is stopped meanwhile."""
    site.worker.stop()
    try:
        ready = [_form(site, about, number) for number in range(size.cost)]
        for visitor, fields in ready[:10]:
            visitor.ask("POST", form.CHECK, fields)  # warms templates and connections
        measured = ready[10:]
        before, costs = _transactions(), []
        for visitor, fields in measured:
            began = cpu_seconds(site.web.workers())
            answer = visitor.ask("POST", form.CHECK, fields)
            costs.append((cpu_seconds(site.web.workers()) - began) * 1000)
            if not form.is_acknowledged(answer):
                raise form.Refused(f"{answer.status}")
        written = _transactions() - before - 1  # asking takes a number itself
    finally:
        site.worker.start()
    return {
        "ms_cpu_per_submission": round(statistics.median(costs), 1),
        "commits_per_submission": round(written / len(measured), 2),
    }


def _form(site: Site, about: list[tuple[int, int]], number: int) -> tuple[Visitor, form.Fields]:
    visitor = Visitor(site.port, f"10.200.{number >> 8}.{number & 255}")
    email = f"cost-{number}@drill.example.org"
    return visitor, form.fill(visitor, about[:2], email=email)


def _transactions() -> int:
    """Return the number of the newest writing transaction; each takes the next number."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT txid_current()")
        return cursor.fetchone()[0]
