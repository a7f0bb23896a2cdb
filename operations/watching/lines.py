"""The lines of /readyz: one a thing, each says how it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from operations.watching import machine, mails, schedule

WORKER_SILENT = timedelta(minutes=5)
JOB_LATE = timedelta(minutes=30)
MAIL_LATE = timedelta(minutes=10)
LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True)
class Line:
    """``state`` is ok, warn (slower or less, but it serves) or fail (send nobody here)."""

    name: str
    state: str
    told: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.state}{f' ({self.told})' if self.told else ''}"


_more: dict[str, Callable[[], str]] = {}


def watch(name: str, degraded: Callable[[], str]) -> None:
    """Add a line for a service that the site can do without (a replica, a store of files).

    ``degraded`` returns in a few words of ours what is lost, "" when all is well; it must not wait
    long. The same name again replaces it.
    """
    _more[name] = degraded


def lines() -> list[Line]:
    """Return every line; without the database those that ask it are left out."""
    database = _database()
    more = [_without(name, degraded) for name, degraded in _more.items()]
    if database.state == "fail":
        return [database, _disk(), _cache(), *more]
    return [database, _migrations(), _worker(), _schedule(), _mail(), _disk(), _cache(), *more]


def _without(name: str, degraded: Callable[[], str]) -> Line:
    try:
        told = degraded()
    except Exception as error:
        # Each service has errors of its own; to the site they are one thing: it is not there.
        told = f"does not answer ({type(error).__name__})"
    return Line(name, "warn" if told else "ok", told)


def _database() -> Line:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Line("database", "fail", "does not answer")
    return Line("database", "ok")


def missing_migrations() -> int:
    """Return how many migrations of the code are not applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrations() -> Line:
    missing = missing_migrations()
    if missing:
        return Line("migrations", "fail", f"{missing} migrations are not applied")
    return Line("migrations", "ok")


def _asked(name: str, ask: Callable[[], Line]) -> Line:
    # Before the first migration the tables are not there.
    try:
        return ask()
    except DatabaseError:
        return Line(name, "warn", "unknown: its table does not answer")


def _worker() -> Line:
    return _asked("worker", _worker_line)


def _worker_line() -> Line:
    seen = schedule.worker_seen()
    if seen is None:
        return Line("worker", "warn", "never seen")
    state = "ok" if seen <= WORKER_SILENT else "warn"
    return Line("worker", state, f"seen {int(seen.total_seconds())} s ago")


def _schedule() -> Line:
    return _asked("schedule", _schedule_line)


def _schedule_line() -> Line:
    states = schedule.job_states()
    late = [state.name for state in states if state.late is None or state.late > JOB_LATE]
    failed = [state.name for state in states if state.failed]
    if not late and not failed:
        return Line("schedule", "ok", f"{len(states)} jobs")
    told = [f"{len(names)} {word}" for names, word in ((late, "late"), (failed, "failed")) if names]
    return Line("schedule", "warn", f"{', '.join(told)}; first: {(late + failed)[0]}")


def _mail() -> Line:
    return _asked("mail", _mail_line)


def _mail_line() -> Line:
    found = mails.mail_state()
    minutes = int(found.late.total_seconds() // 60)
    if found.late <= MAIL_LATE:
        return Line("mail", "ok", f"{found.waiting} wait")
    return Line("mail", "warn", f"{found.waiting} wait, the first for {minutes} minutes")


def _disk() -> Line:
    free = machine.free_bytes()
    least = min(free, key=lambda name: free[name])
    told = f"{free[least] // 1_000_000} MB free for {least}"
    return Line("disk", "ok" if free[least] >= LEAST_FREE_BYTES else "warn", told)


def _cache() -> Line:
    if machine.cache_answers():
        return Line("cache", "ok")
    return Line("cache", "warn", "does not answer")
