"""What staff decide about differences; only then does a page say that something is gone."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from clinics.actions import public_change
from clinics.models import Treatment
from register.actions.recognising import TEXTS, something_hangs_on, write_documents
from register.models import Difference, Entry, Sighting


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
    state = Difference.State.CONFIRMED if yes else Difference.State.REFUSED
    claimed = Difference.objects.waiting().filter(pk=difference.pk)
    if not claimed.update(state=state, decided_by=by, decided_at=timezone.now()):
        difference.refresh_from_db()
        raise AlreadyDecided(difference)
    difference.refresh_from_db()
    if yes:
        touched = _JOBS[difference.kind]([difference])
        public_change(touched)
    return difference


@transaction.atomic
def decide_all(*, kind: str, up_to: int, by: Any) -> int:
    """Confirm all waiting differences of a kind that existed when the page was shown.

    ``up_to`` is the highest id shown or counted there; later ones stay for the next look.
    """
    waiting = Difference.objects.waiting().filter(kind=kind, pk__lte=up_to)
    chosen = list(waiting.select_for_update().select_related("snapshot__source", "entry"))
    Difference.objects.filter(pk__in=[difference.pk for difference in chosen]).update(
        state=Difference.State.CONFIRMED, decided_by=by, decided_at=timezone.now()
    )
    public_change(_JOBS[Difference.Kind(kind)](chosen))
    return len(chosen)


def _confirm_gone(differences: list[Difference]) -> set[int]:
    touched = set()
    for difference in differences:
        day = difference.snapshot.source.seen_on
        Entry.objects.filter(pk=difference.entry_id).update(gone_on=day)
        Treatment.objects.filter(entry=difference.entry_id).update(list_gone_on=day)
        touched.add(difference.entry.treatment.clinic_id)
    return touched


def _join(differences: list[Difference]) -> set[int]:
    """The old entry takes the new row's words and sightings; the new listing goes."""
    touched = set()
    for difference in differences:
        entry, other = difference.entry, difference.other
        if other is None or something_hangs_on([other.treatment_id]):
            raise NewRowInUse
        fresh = {name: getattr(other, name) for name in (*TEXTS, "identity", "twin")}
        touched |= {entry.treatment.clinic_id, other.treatment.clinic_id}
        difference.before |= {name: getattr(entry, name) for name in fresh}
        difference.after = fresh | {"snapshot": other.snapshot_id}
        seen = set(Sighting.objects.filter(entry=entry).values_list("snapshot_id", flat=True))
        Sighting.objects.filter(entry=other).exclude(snapshot__in=seen).update(entry=entry)
        Difference.objects.filter(pk=difference.pk).update(
            other=None, before=difference.before, after=difference.after
        )
        snapshot, treatment = other.snapshot, other.treatment
        treatment.delete()
        for name, value in fresh.items():
            setattr(entry, name, value)
        entry.snapshot = snapshot
        entry.save()
        values = {
            "list_key": entry.key,
            "list_source": snapshot.source,
            "list_last_seen": snapshot.source.seen_on,
        }
        Treatment.objects.filter(pk=entry.treatment_id).update(**values)
        write_documents(entry.treatment, entry.key, entry.documents)
    return touched


_JOBS = {Difference.Kind.GONE: _confirm_gone, Difference.Kind.UNSURE: _join}
