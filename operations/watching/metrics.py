"""What Prometheus gets: figures of the database at this moment, and the counted requests."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Count
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from operations.watching import lines, machine, mails, requests, schedule
from quotes.models import QuoteRequest, Recipient
from reviews.models import Review
from staff import queues

CONTENT_TYPE = CONTENT_TYPE_LATEST


def text() -> bytes:
    """Return everything in Prometheus' text format; a constant number of queries."""
    registry = CollectorRegistry()
    registry.register(_Site())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(requests.OWN)


class _Site(Collector):
    def describe(self) -> Iterable[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _machine()
        try:
            found = list(_database(timezone.now()))
        except DatabaseError:
            yield _one("kakunin_database_up", "1 when the database answers.", 0)
            return
        yield _one("kakunin_database_up", "1 when the database answers.", 1)
        yield from found


def _machine() -> Iterator[GaugeMetricFamily]:
    free = machine.free_bytes().items()
    yield _many("kakunin_disk_free_bytes", "Room on the disk.", "folder", free)
    yield _one("kakunin_cache_up", "1 when the cache answers.", machine.cache_answers())
    age = machine.backup_age()
    if age is not None:
        name = "kakunin_backup_age_seconds"
        yield _one(name, "Age of the last good backup.", age.total_seconds())


def _database(now: datetime) -> Iterator[GaugeMetricFamily]:
    yield _one("kakunin_migrations_missing", "Migrations not applied.", lines.missing_migrations())
    yield from _schedule(now)
    yield from _mails(now)
    yield from _queues(now)
    for name, model in (("request", QuoteRequest), ("recipient", Recipient), ("review", Review)):
        rows = model._default_manager.order_by().values_list("state").annotate(Count("pk"))
        told = f"How many stand in each state: {model.__name__}."
        yield _many(f"kakunin_{name}_states", told, "state", rows)


def _schedule(now: datetime) -> Iterator[GaugeMetricFamily]:
    seen = schedule.worker_seen(now)
    if seen is not None:
        name = "kakunin_worker_seen_seconds"
        yield _one(name, "Since a worker was last seen.", seen.total_seconds())
    states = schedule.job_states(now)
    late = [(job.name, job.late.total_seconds()) for job in states if job.late is not None]
    yield _many("kakunin_job_late_seconds", "How late a regular job is.", "job", late)
    failed = [(job.name, job.failed) for job in states]
    yield _many("kakunin_job_failed", "1 when the last run of a job failed.", "job", failed)
    never = sum(job.late is None for job in states)
    yield _one("kakunin_jobs_never_run", "Jobs that no worker ever started.", never)


def _mails(now: datetime) -> Iterator[GaugeMetricFamily]:
    found = mails.mail_state(now)
    counts = [(name, getattr(found, name)) for name in ("waiting", "retried", "failed", "bounced")]
    told = "Mails: waiting past their time, refused and tried later, given up, came back."
    yield _many("kakunin_mails", told, "state", counts)
    told = "How long the first mail that waits could have gone."
    yield _one("kakunin_mail_oldest_seconds", told, found.late.total_seconds())


def _queues(now: datetime) -> Iterator[GaugeMetricFamily]:
    tasks = [queue.now() for queue in queues.registered()]
    counts = [(task.queue.name, task.count) for task in tasks]
    yield _many("kakunin_queue_waiting", "What waits for staff.", "queue", counts)
    ages = [(task.queue.name, _age(task.oldest, now)) for task in tasks]
    yield _many("kakunin_queue_oldest_seconds", "Age of the oldest of a queue.", "queue", ages)


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0) if since else 0


def _one(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)


def _many(
    name: str, told: str, label: str, values: Iterable[tuple[str, float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for key, value in values:
        family.add_metric([key], value)
    return family
