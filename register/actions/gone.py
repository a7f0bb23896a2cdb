"""Rows that two complete lists in a row did not hold: a person looks before a page says so."""

from django.db.models import QuerySet

from register.identity import plain_institution
from register.models import Difference, Entry, Sighting, Snapshot


def note_gone(snapshot: Snapshot) -> int:
    """Put the rows missing from the last two complete lists of each class before staff.

    Whatever was just read or undone: a part of an older list may have added such rows.
    """
    return sum(_note_gone_of_class(list_class) for list_class in snapshot.list_class)


def refused_institutions(snapshot: Snapshot) -> set[str]:
    """Plain names of the institutions whose rows could not be taken."""
    return {plain_institution(row["institution"]) for row in snapshot.refused} - {""}


def settle_gone(snapshot: Snapshot) -> None:
    """Questions about rows that a new enough list did hold are no questions any more."""
    for list_class in snapshot.list_class:
        last_two = list(Snapshot.objects.complete(list_class).select_related("source")[:2])
        if len(last_two) < 2:
            continue
        waiting = Difference.objects.waiting().filter(
            kind=Difference.Kind.GONE, entry__list_class=list_class
        )
        waiting.filter(entry__in=_seen_since(last_two[1]).values("entry")).update(
            state=Difference.State.OUTDATED
        )


def _seen_since(before: Snapshot) -> QuerySet:
    """Sightings in any list, even a part of one, since the older of the last two whole ones."""
    lists = Snapshot.objects.standing().filter(source__seen_on__gte=before.source.seen_on)
    return Sighting.objects.filter(snapshot__in=lists)


def _note_gone_of_class(list_class: str) -> int:
    last_two = list(Snapshot.objects.complete(list_class).select_related("source")[:2])
    if len(last_two) < 2:
        return 0
    newest, before = last_two
    seen = _seen_since(before)
    unread = refused_institutions(newest) | refused_institutions(before)
    already = Difference.objects.waiting().values("entry")
    refused = Difference.objects.filter(
        kind=Difference.Kind.GONE, state=Difference.State.REFUSED, snapshot=newest
    ).values("entry")
    missing = (
        Entry.objects.real()
        .standing()
        .filter(list_class=list_class)
        .exclude(pk__in=seen.values("entry"))
        .exclude(pk__in=already)
        .exclude(pk__in=refused)
        .order_by("pk")
    )
    made = Difference.objects.bulk_create(
        Difference(
            snapshot=newest,
            kind=Difference.Kind.GONE,
            state=Difference.State.WAITING,
            entry=entry,
            before={"last_seen": entry.snapshot.source.seen_on.isoformat()},
        )
        for entry in missing.select_related("snapshot__source")
        if plain_institution(entry.institution) not in unread
    )
    return len(made)
