"""Which reading of the ministry's list an answer rests on."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from clinics import vocabulary
from clinics.models import Source
from register.models import Snapshot

CLASSES = "123"


@dataclass(frozen=True, slots=True)
class Part:
    """Classes (labels; none if the reading does not say) read from the list of one day."""

    day: datetime.date
    is_complete: bool
    classes: list[str]


@dataclass(frozen=True, slots=True)
class ListRead:
    """``parts`` newest first, for each class its newest complete reading, or else its newest.

    ``unread`` are the labels of classes never read; ``newest`` is the newest reading or None.
    """

    parts: list[Part]
    unread: list[str]
    source: Source | None
    is_complete: bool


def list_read() -> ListRead:
    """Return what has been read of the ministry's list; one query."""
    snapshots = list(
        Snapshot.objects.standing()
        .select_related("source")
        .only("list_class", "is_complete", "source__seen_on", "source__url", "source__title")
        .order_by("-source__seen_on", "-pk")
    )
    groups: dict[tuple[datetime.date, bool], list[str]] = defaultdict(list)
    unread = []
    for code in CLASSES:
        read = [snapshot for snapshot in snapshots if code in snapshot.list_class]
        best = next((snapshot for snapshot in read if snapshot.is_complete), next(iter(read), None))
        label = vocabulary.label("class", code)
        if best is None:
            unread.append(label)
        else:
            groups[best.source.seen_on, best.is_complete].append(label)
    if not groups and snapshots:
        groups[snapshots[0].source.seen_on, snapshots[0].is_complete] = []
        unread = []
    parts = [Part(day, complete, labels) for (day, complete), labels in groups.items()]
    newest = snapshots[0] if snapshots else None
    return ListRead(
        parts=sorted(parts, key=lambda part: part.day, reverse=True),
        unread=unread,
        source=newest.source if newest else None,
        is_complete=bool(newest and newest.is_complete),
    )
