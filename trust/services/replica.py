"""A streaming replica answers public pages while it is up and has caught up (ADR 080).

Everything else, and everything at all without ``DATABASE_REPLICA_URL``, is read from the primary.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connections

from trust.services.circuit import Circuit

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")
PRIMARY, NAME = "default", "replica"
AWAY = (OperationalError, InterfaceError)
_reading: ContextVar[bool] = ContextVar("reading from the replica", default=False)
# None: this process has not compared them yet
_same_version: bool | None = None


def _probe() -> str:
    if not _is_configured():
        return ""
    # Fresh, because a kept connection may be a dead one that nobody has noticed.
    connections[NAME].close()
    with connections[NAME].cursor() as cursor:
        cursor.execute("SELECT 1")
    return "behind" if _same_version is False else ""


CIRCUIT = Circuit(
    "The replica", instead="public pages are read from the primary", errors=AWAY, probe=_probe
)


def follow(has_same_version: Callable[[], bool]) -> None:
    """Compare the replica's public version with the primary's; said about once a second.

    While they differ the primary answers alone, so no index and no kept page goes back in time.
    """
    global _same_version
    if _is_configured():
        outside = _reading.set(False)
        try:
            _same_version = CIRCUIT.ask(has_same_version, False)
        finally:
            _reading.reset(outside)
        if CIRCUIT.is_open():
            connections[NAME].close()


def read(work: Callable[[], Answer]) -> Answer:
    """Return ``work()``, its queries answered by the replica if that can be; it must only read.

    When the replica goes meanwhile, the work is done once more on the primary.
    """
    if not (_is_configured() and _same_version) or connections[PRIMARY].in_atomic_block:
        return work()
    before = _reading.set(True)
    try:
        return work()
    except AWAY as error:
        CIRCUIT.failed(error)
        _forget()
    finally:
        _reading.reset(before)
    return work()


class PublicReads:
    """Django's router: ``read`` decides where from; nothing is ever written to the replica."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return NAME if _reading.get() and _same_version else PRIMARY

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


def _is_configured() -> bool:
    return bool(settings.DATABASE_REPLICA_URL)


def _forget() -> None:
    global _same_version
    _same_version = None
    try:
        connections[NAME].close()
    except DatabaseError:
        logger.debug("the lost connection does not even close")
