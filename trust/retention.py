"""Delete on time, with a brake: a wrong clock or a wrong rule must not empty a table."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

logger = logging.getLogger(__name__)

ALWAYS_ALLOWED = 5


def delete_rows(rows: models.QuerySet) -> int:
    """Delete the rows; returns how many rows of that kind (not of dependent kinds) went."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


@dataclass(frozen=True)
class RetentionRule:
    """``due(now)`` gives the rows whose time is over; ``delete(rows)`` removes them.

    ``population`` gives the class the brake compares with; without it all rows of that model.
    """

    name: str
    due: Callable[[datetime], models.QuerySet]
    delete: Callable[[models.QuerySet], int] = delete_rows
    population: Callable[[], models.QuerySet] | None = None


@dataclass(frozen=True)
class Outcome:
    """What one rule found and did. ``error`` is the class of an exception, never its text."""

    name: str
    due: int
    total: int
    deleted: int = 0
    braked: bool = False
    error: str = ""


def run(
    rules: Iterable[RetentionRule],
    *,
    dry_run: bool,
    now: datetime,
    brake: float = 0.2,
    confirmed: bool = False,
) -> list[Outcome]:
    """Apply each rule in its own transaction; one that fails or brakes does not stop the others.

    A rule brakes (deletes nothing) when more than 5 rows and more than the share ``brake`` of its
    class are due, unless ``confirmed``.
    """
    return [
        _apply(rule, dry_run=dry_run, now=now, brake=1.0 if confirmed else brake) for rule in rules
    ]


def _apply(rule: RetentionRule, *, dry_run: bool, now: datetime, brake: float) -> Outcome:
    due = total = 0
    try:
        with transaction.atomic():
            rows = rule.due(now)
            due = rows.count()
            total = (
                rule.population() if rule.population else rows.model._base_manager.all()
            ).count()
            if due > ALWAYS_ALLOWED and due > total * brake:
                logger.error("retention %s braked: %s of %s due", rule.name, due, total)
                return Outcome(rule.name, due, total, braked=True)
            deleted = rule.delete(rows) if due and not dry_run else 0
    except Exception as error:
        logger.exception("retention %s failed", rule.name)
        return Outcome(rule.name, due, total, error=type(error).__name__)
    return Outcome(rule.name, due, total, deleted=deleted)
