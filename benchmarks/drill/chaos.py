"""Kills web workers and crashes the database, spread evenly over the work."""

import threading
import time
from collections.abc import Callable

from benchmarks.drill.database import Database
from benchmarks.drill.site import Site

PAUSE = 0.05


class Chaos(threading.Thread):
    """``progress()`` is how much of ``total`` is done; each share of it brings the next blow."""

    def __init__(
        self, site: Site, database: Database, progress: Callable[[], int], total: int
    ) -> None:
        super().__init__(daemon=True)
        self.site, self.database, self.progress, self.total = site, database, progress, total
        self.kills = self.crashes = 0
        self.recoveries: list[float] = []
        self.over = threading.Event()

    def plan(self, *, kills: int, crashes: int) -> "Chaos":
        blows = [(n / (kills + 1), self._kill) for n in range(1, kills + 1)]
        blows += [((n - 0.5) / crashes, self._crash) for n in range(1, crashes + 1)]
        self.blows = sorted(blows, key=lambda blow: blow[0])
        return self

    def run(self) -> None:
        for share, blow in self.blows:
            while self.progress() < share * self.total:
                if self.over.wait(PAUSE):
                    return
            blow()

    def _kill(self) -> None:
        while not self.site.kill_one_worker():
            if self.over.wait(PAUSE):
                return
        self.kills += 1

    def _crash(self) -> None:
        self.database.crash()
        time.sleep(1.5)  # long enough that visitors meet it
        self.database.start()
        self.crashes += 1
        self.recoveries.append(self.site.wait_ready())
