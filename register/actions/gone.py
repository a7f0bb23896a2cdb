"""Rows that two complete lists in a row did not hold: a person looks before a page says so."""

from register.models import Difference, Entry, Sighting, Snapshot


def note_gone(snapshot: Snapshot) -> int:
    """Put the rows missing from the last two complete lists of each class before staff."""
    if not snapshot.is_complete:
        return 0
    return sum(_note_gone_of_class(list_class) for list_class in snapshot.list_class)


def _note_gone_of_class(list_class: str) -> int:
    last_two = list(Snapshot.objects.complete(list_class).select_related("source")[:2])
    if len(last_two) < 2:
        return 0
    newest, before = last_two
    # Seen in any list, even a partial one, since the older of the two: then it is not gone.
    seen = Sighting.objects.filter(
        snapshot__in=Snapshot.objects.standing().filter(source__seen_on__gte=before.source.seen_on)
    )
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
    )
    return len(made)
