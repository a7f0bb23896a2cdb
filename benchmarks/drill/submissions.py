"""Final submissions by many clients while workers are killed and the database crashes."""

import queue
import random
import threading
from collections import Counter
from typing import Any

from benchmarks.drill import checks, form, mail
from benchmarks.drill.chaos import Chaos
from benchmarks.drill.database import Database
from benchmarks.drill.site import Site
from benchmarks.drill.size import Size
from benchmarks.drill.visitor import GaveUp, Visitor

DOUBLE_CLICKS = 0.1  # so often a visitor sends the finished form once more


class Run:
    def __init__(self, site: Site, about: list[tuple[int, int]], total: int) -> None:
        self.site, self.about, self.total = site, about, total
        self.waiting: queue.Queue[int] = queue.Queue()
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self.gave_up = 0
        self.seen: Counter[str] = Counter()
        for number in range(total):
            self.waiting.put(number)

    def client(self) -> None:
        while True:
            try:
                number = self.waiting.get_nowait()
            except queue.Empty:
                return
            try:
                self._one(number)
            except GaveUp:
                self.gave_up += 1
            except Exception as error:
                # A client that ends would end its share of the work.
                self.refused.append(f"{type(error).__name__}: {error}"[:200])

    def _one(self, number: int) -> None:
        chance = random.Random(number)  # noqa: S311
        email = f"patient-{number}@drill.example.org"
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        visitor = Visitor(self.site.port, address, self.seen)
        fields = form.fill(visitor, chance.sample(self.about, chance.choice([1, 2])), email=email)
        for _press in range(2 if chance.random() < DOUBLE_CLICKS else 1):
            answer = visitor.insist("POST", form.CHECK, fields)
            if not form.is_acknowledged(answer):
                self.refused.append(f"{email}: {answer.status}")
                return
        self.acknowledged.append(email)


def run(site: Site, database: Database, about: list[tuple[int, int]], size: Size) -> dict[str, Any]:
    """Return what was acknowledged, and what the database then held."""
    work = Run(site, about, size.submissions)
    done = lambda: len(work.acknowledged) + work.gave_up + len(work.refused)  # noqa: E731
    chaos = Chaos(site, database, done, size.submissions)
    chaos.plan(kills=size.kills, crashes=size.crashes).start()
    clients = [threading.Thread(target=work.client, daemon=True) for _ in range(size.clients)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    chaos.over.set()
    chaos.join(60)
    site.wait_ready()
    found = checks.compare(work.acknowledged)
    return {
        "acknowledged": len(work.acknowledged),
        **found,
        "mails_drained_s": mail.drain(400),
        "gave_up": work.gave_up,
        "refused": work.refused[:5],
        "kills": chaos.kills,
        "crashes": chaos.crashes,
        "slowest_recovery_s": round(max(chaos.recoveries, default=0), 2),
        "answers": dict(sorted(work.seen.items())),
    }
