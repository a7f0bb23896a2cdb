"""What visitors ask for, at a steady pace: each visit begins when it is due, ready or not."""

import http.client
import itertools
import random
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from benchmarks.drill import form
from benchmarks.drill.visitor import GaveUp, Visitor

THREADS = 48
PLACES = ("JP-13", "JP-27", "JP-14", "JP-40", "JP-01")
CONDITIONS = ("t2d", "t1d", "knee_oa", "diabetes")


@dataclass
class Times:
    """Seconds from the moment a request was due until its last byte, and what went wrong."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: list[float], took: float) -> None:
        with self.lock:
            kind.append(took)

    def wrong(self, told: str) -> None:
        with self.lock:
            self.errors.append(told)


def percentile(values: list[float], share: float) -> float:
    """Return that percentile in milliseconds; 0 for nothing."""
    ordered = sorted(values)
    at = min(int(len(ordered) * share), len(ordered) - 1)
    return round(ordered[at] * 1000, 1) if ordered else 0.0


class Reader:
    """Random pages as visitors read them."""

    def __init__(self, slugs: list[str], treatments: list[int], numbers: list[str]) -> None:
        self.slugs, self.treatments, self.numbers = slugs, treatments, numbers
        self.chance = random.Random(7)  # noqa: S311

    def path(self) -> str:
        chance = self.chance
        prefix = chance.choice(("", "", "/ja"))
        page = chance.choices(
            (self._found, self._clinic, self._check, self._plain, self._compare, self._api),
            (35, 25, 10, 20, 5, 5),
        )[0]()
        return page if page.startswith("/api/") else prefix + page

    def _found(self) -> str:
        parts = [f"page={self.chance.randint(1, 5)}"]
        if self.chance.random() < 0.6:
            parts.append(f"prefecture={self.chance.choice(PLACES)}")
        if self.chance.random() < 0.6:
            parts.append(f"condition={self.chance.choice(CONDITIONS)}")
        if self.chance.random() < 0.3:
            parts.append(f"price_max={self.chance.randint(1, 40)}00000")
        if self.chance.random() < 0.2:
            parts.append("sort=price")
        return f"/clinics/?{'&'.join(parts)}"

    def _clinic(self) -> str:
        return f"/clinics/{self.chance.choice(self.slugs)}/"

    def _check(self) -> str:
        return f"/check/?q={self.chance.choice(self.numbers)}"

    def _plain(self) -> str:
        return self.chance.choice(("/", "/guides/", "/about/privacy/", "/guides/?q=insulin"))

    def _compare(self) -> str:
        one, two = self.chance.sample(self.treatments, 2)
        return f"/compare/?treatment={one}&treatment={two}"

    def _api(self) -> str:
        return f"/api/v1/clinics/?prefecture={self.chance.choice(PLACES)}"


def steadily(rate: int, seconds: float, visit: Callable[[float], None]) -> None:
    """Call ``visit(due)`` ``rate`` times a second, whatever the earlier ones are doing."""
    with ThreadPoolExecutor(THREADS) as pool:
        began = time.monotonic()
        for number in range(int(rate * seconds)):
            due = began + number / rate
            time.sleep(max(due - time.monotonic(), 0))
            pool.submit(visit, due)


def read(reader: Reader, times: Times, port: int, *, tls: ssl.SSLContext | None = None) -> (
    Callable[[float], None]
):  # fmt: skip
    """Return a visit that reads one page; with ``tls`` from many addresses, through nginx."""
    visitors = itertools.count()

    def visit(due: float) -> None:
        path, number = reader.path(), next(visitors)
        headers = {"Accept-Encoding": "gzip", "Host": "127.0.0.1"}
        if tls is None:
            headers["X-Forwarded-For"] = f"10.1.{number // 250 % 250}.{number % 250}"
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        else:
            near = (f"127.0.1.{number % 200 + 1}", 0)
            connection = http.client.HTTPSConnection(
                "127.0.0.1", port, timeout=30, context=tls, source_address=near
            )
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                times.wrong(f"{answer.status} {path}")
        except (OSError, http.client.HTTPException) as error:
            times.wrong(f"{type(error).__name__} {path}")
        finally:
            connection.close()
        times.note(times.reads, time.monotonic() - due)

    return visit


def write(about: list[tuple[int, int]], times: Times, port: int) -> Callable[[float], None]:
    """Return a visit that sends a request: three pages, the last of which writes."""
    people = itertools.count()
    chance = random.Random(9)  # noqa: S311

    def visit(due: float) -> None:
        number = next(people)
        visitor = Visitor(port, f"10.2.{number // 250}.{number % 250}")
        typed = {"email": f"person{number}@load.example.org", "message": f"Load {number}."}
        with suppress(GaveUp, form.Refused):
            fields = form.fill(visitor, [chance.choice(about)], **typed)
            began = time.monotonic()
            answer = visitor.ask("POST", form.CHECK, fields)
            times.note(times.writes, time.monotonic() - began)
            if form.is_acknowledged(answer) and set(visitor.seen) <= {"200", "303"}:
                return
        times.wrong(f"a request was not taken: {dict(visitor.seen)}")

    return visit
