"""What waits for staff. Apps register their queues and panels; Today shows them.

In the app's AppConfig.ready():

    from staff import queues
    queues.register(Queue(name="reviews", title=_("Reviews to read"), roles=(REVIEW_MODERATOR,),
        url="admin:reviews_queue", count=..., oldest=..., minutes_each=4, target=timedelta(hours=48)))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import ngettext

from staff.access import has_role


@dataclass(frozen=True)
class Queue:
    """A kind of work. `count` and `oldest` make one query each, whatever the size.

    `both` gives the two in one query, where that is possible.
    """

    name: str
    title: str | Promise
    roles: tuple[str, ...]
    url: str | Callable[[], str]
    count: Callable[[], int]
    oldest: Callable[[], datetime | None]
    minutes_each: float
    target: timedelta
    both: Callable[[], tuple[int, datetime | None]] | None = None

    def now(self) -> Task:
        """Return the queue as it stands."""
        if self.both is not None:
            return Task(self, *self.both())
        count = self.count()
        return Task(self, count, self.oldest() if count else None)

    def address(self) -> str:
        return self.url() if callable(self.url) else reverse(self.url)


def work_words(minutes: int) -> str:
    """ "about 25 minutes"; from two hours on whole hours."""
    if minutes < 120:
        return ngettext("about %d minute", "about %d minutes", minutes) % minutes
    hours = round(minutes / 60)
    return ngettext("about %d hour", "about %d hours", hours) % hours


@dataclass(frozen=True)
class Task:
    """A queue as it stands now, for Today. `state` is "late", "soon" or "fine"."""

    queue: Queue
    count: int
    oldest: datetime | None
    now: datetime = field(default_factory=timezone.now)

    @property
    def minutes(self) -> int:
        """Minutes for everything waiting, rounded up to a multiple of 5 above 10."""
        minutes = ceil(self.count * self.queue.minutes_each)
        return minutes if minutes <= 10 else 5 * ceil(minutes / 5)

    @property
    def work_words(self) -> str:
        return work_words(self.minutes)

    @property
    def age(self) -> timedelta:
        return max(self.now - self.oldest, timedelta()) if self.oldest else timedelta()

    @property
    def age_words(self) -> str:
        """The age in its two largest units ("2 days, 3 hours"), in the page's language."""
        return timesince(self.now - self.age, self.now, depth=2)

    @property
    def target_words(self) -> str:
        return timesince(self.now - self.queue.target, self.now, depth=1)

    @property
    def state(self) -> str:
        if self.age > self.queue.target:
            return "late"
        return "soon" if self.age > self.queue.target * 0.75 else "fine"

    @property
    def share_of_target(self) -> float:
        return self.age / self.queue.target


@dataclass(frozen=True)
class Panel:
    """Extra block below the tasks. `context(request)` gives the template's variables."""

    name: str
    template: str
    context: Callable[[HttpRequest], dict[str, Any]]
    roles: tuple[str, ...]


_queues: dict[str, Queue] = {}
_panels: dict[str, Panel] = {}


def register(queue: Queue) -> Queue:
    """Add a queue; the same name replaces the older one."""
    _queues[queue.name] = queue
    return queue


def registered() -> list[Queue]:
    """Return every queue, whoever may open it."""
    return list(_queues.values())


def unregister(name: str) -> None:
    _queues.pop(name, None)
    _panels.pop(name, None)


def register_panel(
    name: str,
    template: str,
    context: Callable[[HttpRequest], dict[str, Any]],
    roles: tuple[str, ...],
) -> Panel:
    """Add a block to Today for these roles."""
    _panels[name] = Panel(name, template, context, roles)
    return _panels[name]


def queues_for(user: Any) -> list[Queue]:
    """The queues this person's roles may open, in the order of registration."""
    return [queue for queue in _queues.values() if has_role(user, *queue.roles)]


def panels_for(user: Any) -> list[Panel]:
    return [panel for panel in _panels.values() if has_role(user, *panel.roles)]


def tasks_for(user: Any) -> list[Task]:
    """Queues as they stand now, the one furthest past its target first, empty ones last."""
    tasks = [queue.now() for queue in queues_for(user)]
    return sorted(tasks, key=lambda task: (task.count == 0, -task.share_of_target))
