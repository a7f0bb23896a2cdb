"""Requests full of words that must stand in no log, no other mail, no file and no dump."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.drill import form, leaks, staff
from benchmarks.drill.database import Database
from benchmarks.drill.leaks import Canary
from benchmarks.drill.site import STATEMENT_SECONDS, Site
from benchmarks.drill.size import Size
from benchmarks.drill.smtp import Sink
from benchmarks.drill.visitor import Visitor

MOST_TIMEOUTS = 12  # each holds a thread of the web server for three seconds


class Walk:
    """``answers`` counts "what was tried: status"."""

    def __init__(self, site: Site, about: list[tuple[int, int]]) -> None:
        self.site, self.about = site, about
        self.answers: Counter[str] = Counter()

    def fill(self, canary: Canary, **typed: str) -> tuple[Visitor, form.Fields]:
        visitor = Visitor(self.site.port, f"10.220.{canary.number >> 8}.{canary.number & 255}")
        words = {"email": canary.email, "message": canary.message, "hba1c": leaks.FACT}
        return visitor, form.fill(visitor, self.about[:2], **(words | typed))

    def press(self, what: str, visitor: Visitor, fields: form.Fields) -> None:
        answer = visitor.ask("POST", form.CHECK, fields)
        self.answers[f"{what}: {answer.status}"] += 1

    # -- what can happen to a request --------------------------------------------------
    def sent(self, canary: Canary) -> None:
        visitor, fields = self.fill(canary)
        self.press("sent", visitor, fields)
        visitor.ask("GET", form.SENT)
        visitor.ask("GET", "/quotes/mine/")

    def twice_at_once(self, canary: Canary) -> None:
        visitor, fields = self.fill(canary)
        presses = [
            threading.Thread(target=self.press, args=("twice at once", visitor, fields))
            for _press in range(3)
        ]
        for press in presses:
            press.start()
        for press in presses:
            press.join()

    def too_long(self, canary: Canary) -> None:
        visitor, fields = self.fill(canary)
        long = [(n, v * 200 if n in {"message", "email", "hba1c"} else v) for n, v in fields]
        self.press("too long", visitor, long)
        nul = [(n, f"{v}\x00" if n == "message" else v) for n, v in fields]
        self.press("not text", visitor, nul)

    def in_addresses(self, canary: Canary) -> None:
        visitor, fields = self.fill(canary)
        for path in ("/quotes/r/{}/", "/quotes/confirm/{}/", "/clinics/?q={}", "/{}/", "/ja/{}%00"):
            answer = visitor.ask("GET", path.format(canary.message))
            self.answers[f"in an address: {answer.status}"] += 1
        visitor.cookies.clear()
        self.press("no cookie", visitor, fields)


def run(
    site: Site,
    database: Database,
    sink: Sink,
    about: list[tuple[int, int]],
    size: Size,
    folder: Path,
) -> dict[str, Any]:
    walk, made = Walk(site, about), [Canary(number) for number in range(size.canaries)]
    kinds: list[Callable[[Canary], None]] = [
        walk.sent, walk.sent, walk.twice_at_once, walk.too_long, walk.in_addresses,
    ]  # fmt: skip
    share = len(made) // 10
    timed_out, broken, unmailed = made[:share], made[share : 2 * share], made[2 * share : 3 * share]
    _in_turn(timed_out[:MOST_TIMEOUTS], walk, "statement timeout", _locked)
    _in_turn(broken, walk, "constraint", _refusing_database)
    sink.switch("later")
    for canary in unmailed:
        walk.sent(canary)
    time.sleep(4)  # the worker meets it
    sink.switch("up")
    for canary in made[3 * share :]:
        kinds[canary.number % len(kinds)](canary)
    followed = staff.look(site, walk.answers, sink)
    return {
        "canaries": len(made),
        "canary_links_followed": followed,
        **leaks.found(database, site, sink, folder),
        "canary_answers": dict(sorted(walk.answers.items())),
    }


def _in_turn(made: list[Canary], walk: Walk, what: str, trouble: Callable[[], Any]) -> None:
    """Fill the forms while all is well; press all buttons while the database is in trouble."""
    ready = [walk.fill(canary) for canary in made]
    with trouble(), ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda one: walk.press(what, *one), ready))


@contextmanager
def _locked() -> Iterator[None]:
    """Hold the table, so that every INSERT waits until its statement times out."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS * 20}s'")
        cursor.execute("LOCK TABLE quotes_quoterequest IN SHARE MODE")
        yield


@contextmanager
def _refusing_database() -> Iterator[None]:
    """A constraint that every new request breaks: the error page, from deep inside."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE quotes_quoterequest"
            " ADD CONSTRAINT drill_refuses CHECK (country <> 'PH') NOT VALID"
        )
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE quotes_quoterequest DROP CONSTRAINT drill_refuses")
