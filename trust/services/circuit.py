"""A service that failed is left alone for some seconds, then tried by one request."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")
PAUSE_SECONDS = 5.0
_circuits: dict[str, "Circuit"] = {}


class Circuit:
    """``probe`` asks the service for as little as it can, and returns what is not as it should be
    ("" when all is well); it is used by ``degraded``.

    ``errors`` are those that say "not now"; any other is a mistake of ours and goes on up.
    ``instead`` says in plain words what the site does meanwhile.
    """

    def __init__(
        self,
        name: str,
        *,
        instead: str,
        errors: tuple[type[Exception], ...],
        probe: Callable[[], str],
    ) -> None:
        self.name, self.instead, self.errors, self.probe = name, instead, errors, probe
        self._again_at: float | None = None
        self._lock = threading.Lock()
        _circuits[name] = self

    def may_ask(self) -> bool:
        """Return whether to ask: always while all is well, else one caller after each pause."""
        with self._lock:
            if self._again_at is None:
                return True
            if time.monotonic() < self._again_at:
                return False
            self._again_at = time.monotonic() + PAUSE_SECONDS
            return True

    def ask(self, question: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Return the service's answer, or ``otherwise`` when there is none."""
        if not self.may_ask():
            return otherwise
        try:
            answer = question()
        except self.errors as error:
            self.failed(error)
            return otherwise
        self.worked()
        return answer

    def failed(self, error: Exception) -> None:
        with self._lock:
            first, self._again_at = self._again_at is None, time.monotonic() + PAUSE_SECONDS
        if first:
            logger.warning("%s is away (%s): %s", self.name, type(error).__name__, self.instead)

    def worked(self) -> None:
        with self._lock:
            again, self._again_at = self._again_at is not None, None
        if again:
            logger.warning("%s is back", self.name)

    def is_open(self) -> bool:
        return self._again_at is not None


def degraded() -> list[str]:
    """Ask every service that is configured; return a line for each that is away, for /readyz."""
    told = []
    for one in _circuits.values():
        behind = one.ask(one.probe, "")
        if one.is_open() or behind:
            told.append(f"{one.name} is {behind or 'away'}: {one.instead}")
    return told
