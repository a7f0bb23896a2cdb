"""What staff decide about differences; only then does a page say that something is gone."""

import datetime
from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinics.actions import public_change
from clinics.models import Treatment
from clinics.search.text import batched
from register.actions.placing import one_line
from register.actions.recognising import TEXTS, release, something_hangs_on, write_documents
from register.models import Difference, Entry, RegisterLock, Sighting


class AlreadyDecided(Exception):
    """Somebody else was first; ``decided`` is the difference as it now stands."""

    def __init__(self, decided: Difference) -> None:
        super().__init__(str(decided.pk))
        self.decided = decided


class NewRowInUse(Exception):
    """The two rows cannot be joined: something hangs on the new one by now as well."""


@transaction.atomic
def decide(*, difference: Difference, yes: bool, by: Any) -> Difference:
    """Confirm or refuse one waiting difference, once.

    Gone: yes = the page may say that the list no longer holds it. Unsure: yes = it is the same
    row, and the old listing goes on with the new words. Raises AlreadyDecided, NewRowInUse.
    """
    RegisterLock.take()
    state = Difference.State.CONFIRMED if yes else Difference.State.REFUSED
    claimed = Difference.objects.waiting().filter(pk=difference.pk)
    if not claimed.update(state=state, decided_by=by, decided_at=timezone.now()):
        difference.refresh_from_db()
        raise AlreadyDecided(difference)
    difference.refresh_from_db()
    public_change(_JOBS[difference.kind]([difference]) if yes else release(difference))
    return difference


@transaction.atomic
def decide_all(*, kind: str, up_to: int, by: Any) -> int:
    """Confirm all waiting differences of a kind that existed when the page was shown.

    ``up_to`` is the highest id shown or counted there; later ones stay for the next look.
    """
    RegisterLock.take()
    waiting = Difference.objects.waiting().filter(kind=kind, pk__lte=up_to)
    chosen = list(waiting.select_related("snapshot__source", "entry__treatment"))
    Difference.objects.filter(pk__in=[difference.pk for difference in chosen]).update(
        state=Difference.State.CONFIRMED, decided_by=by, decided_at=timezone.now()
    )
    public_change(_JOBS[Difference.Kind(kind)](chosen))
    return len(chosen)


def _confirm_gone(differences: list[Difference]) -> set[int]:
    by_day: dict[datetime.date, list[int]] = defaultdict(list)
    for difference in differences:
        by_day[difference.snapshot.source.seen_on].append(difference.entry_id)
    for day, entries in by_day.items():
        for some in batched(entries, 500):
            Entry.objects.filter(pk__in=some).update(gone_on=day)
            Treatment.objects.filter(entry__in=some).update(list_gone_on=day)
    return {difference.entry.treatment.clinic_id for difference in differences}


def _join(differences: list[Difference]) -> set[int]:
    """The old entry takes the new row's words and sightings; the new listing goes."""
    touched = set()
    for difference in differences:
        entry, other = difference.entry, _newest_words(difference.other)
        if other is None or something_hangs_on([other.treatment_id], orders=False):
            raise NewRowInUse
        seen = set(Sighting.objects.filter(entry=entry).values_list("snapshot_id", flat=True))
        if Sighting.objects.filter(entry=other, snapshot__in=seen).exists():
            # One list held both, so they are two rows.
            raise NewRowInUse
        touched |= {entry.treatment.clinic_id, other.treatment.clinic_id}
        fresh = {name: getattr(other, name) for name in (*TEXTS, "identity", "twin")}
        listing: dict[str, Any] = {}
        treatment = entry.treatment
        if treatment.level == Treatment.Level.LIST and treatment.being_checked_by_id is None:
            listing["title_ja"] = treatment.title_ja
        before = {name: getattr(entry, name) for name in fresh} | {"listing": listing}
        Sighting.objects.filter(entry=other).update(entry=entry)
        Difference.objects.filter(pk=difference.pk).update(
            other=None, before=difference.before | before, after=fresh
        )
        other.treatment.delete()
        for name, value in fresh.items():
            setattr(entry, name, value)
        newest = (
            Sighting.objects.filter(entry=entry)
            .select_related("snapshot__source")
            .order_by("-snapshot__source__seen_on", "-snapshot")
            .first()
        )
        entry.snapshot = newest.snapshot if newest else entry.snapshot
        entry.save()
        values: dict[str, Any] = {
            "list_key": entry.key,
            "list_source": entry.snapshot.source,
            "list_last_seen": entry.snapshot.source.seen_on,
        }
        if listing:
            values["title_ja"] = one_line(entry.title)
        Treatment.objects.filter(pk=treatment.pk).update(**values)
        write_documents(treatment, entry.key, entry.documents)
    return touched


def _newest_words(entry: Entry | None) -> Entry | None:
    """The last of the rows that continue one another."""
    seen = set()
    while entry is not None and entry.replaced_by is not None and entry.pk not in seen:
        seen.add(entry.pk)
        entry = entry.replaced_by
    return entry


_JOBS = {Difference.Kind.GONE: _confirm_gone, Difference.Kind.UNSURE: _join}
