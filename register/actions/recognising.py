"""Write what a new list says of rows we know: the same, spelled otherwise, or reworded."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from clinics.models import Clinic, Treatment, TreatmentDocument
from clinics.search.text import batched
from register.actions import addresses
from register.actions.addresses import with_checked_listing
from register.actions.placing import Places, one_line
from register.actions.writing import documents_of, free_twins, write_new, write_sightings
from register.matching import Known, Matching, Near
from register.models import Difference, Entry, Sighting, Snapshot
from register.reading import Row

TEXTS = ("institution", "prefecture", "address", "title", "key", "documents")


@dataclass
class Written:
    created: int = 0
    updated: int = 0
    touched: set[int] = field(default_factory=set)
    """Clinics whose words changed."""
    seen: set[int] = field(default_factory=set)
    """Clinics with a treatment that is now known to stand in a newer list."""
    differences: Counter[str] = field(default_factory=Counter)


def _changes(known: Known, row: Row) -> dict[str, Any]:
    """Return what the row says otherwise; a blank address or key says nothing."""
    fresh = {name: getattr(row, name) for name in TEXTS}
    return {
        name: value
        for name, value in fresh.items()
        if value != getattr(known, name) and not (value in ("", 0) and name in TEXTS[2:])
    }


def write_same(
    pairs: Sequence[tuple[Known, Row]], *, places: Places, snapshot: Snapshot
) -> Written:
    """Note the sightings of known rows, and what changed beside their identity."""
    written = Written()
    write_sightings([(known.pk, row) for known, row in pairs], snapshot)
    day = snapshot.source.seen_on
    newer = [(known, row) for known, row in pairs if known.seen_on <= day]
    changed = {known.pk: _changes(known, row) for known, row in newer}
    # An older list cannot tell that a row is there again that a newer one did not hold.
    back = {
        known.pk
        for known, _row in newer
        if not known.standing and (known.ended_on is None or day > known.ended_on)
    }
    names = {pk: values for pk, values in changed.items() if values}
    _apply(names, snapshot, Difference.Kind.CHANGED, {}, places, written)
    _bring_back(back, snapshot, written)
    _settle_unsure({known.pk for known, _row in newer}, snapshot, written)
    _move_dates(snapshot, written)
    written.updated = sum(known.seen_on < day or known.pk in names for known, _row in newer)
    return written


def _settle_unsure(pks: set[int], snapshot: Snapshot, written: Written) -> None:
    """The old words stand in the list again: the new row is another one."""
    open_ones = Difference.objects.waiting().filter(kind=Difference.Kind.UNSURE)
    for difference in open_ones.select_related("other__treatment"):
        if difference.entry_id in pks:
            Difference.objects.filter(pk=difference.pk).update(
                state=Difference.State.OUTDATED, after={"settled_by": snapshot.pk}
            )
            written.touched |= release(difference)


def release(difference: Difference) -> set[int]:
    """Publish a new row that was held back while nobody knew whether it is the old one."""
    if not difference.before.get("held") or difference.other is None:
        return set()
    treatment = difference.other.treatment
    Treatment.objects.filter(
        pk=treatment.pk,
        level=Treatment.Level.LIST,
        publication=Treatment.Publication.WITHDRAWN,
    ).update(publication=Treatment.Publication.PUBLISHED)
    return {treatment.clinic_id}


def _move_dates(snapshot: Snapshot, written: Written) -> None:
    """What stands in this list was last seen in it, unless a newer list saw it already."""
    day = snapshot.source.seen_on
    seen = Sighting.objects.filter(snapshot=snapshot).order_by()
    older = Entry.objects.filter(pk__in=seen.values("entry"), snapshot__source__seen_on__lt=day)
    written.seen |= set(older.order_by().values_list("treatment__clinic_id", flat=True))
    older.update(snapshot=snapshot)
    Treatment.objects.filter(entry__in=seen.values("entry")).filter(
        Q(list_last_seen=None) | Q(list_last_seen__lt=day)
    ).update(list_last_seen=day, list_source=snapshot.source)


def _apply(
    changes: dict[int, dict[str, Any]],
    snapshot: Snapshot,
    kind: str,
    scores: dict[int, float],
    places: Places,
    written: Written,
) -> None:
    """Write new texts on entries and what follows from them on their listings."""
    new_places = addresses.settle(
        {pk: fresh["address"] for pk, fresh in changes.items() if "address" in fresh}, places
    )
    written.touched |= new_places.touched
    for pks in batched(sorted(changes), 500):
        entries = list(
            Entry.objects.filter(pk__in=pks).select_related("treatment__clinic").order_by("pk")
        )
        checked = with_checked_listing([entry.treatment.clinic_id for entry in entries])
        differences = []
        for entry in entries:
            fresh = changes[entry.pk]
            before = {name: getattr(entry, name) for name in fresh}
            placed = new_places.before.get(entry.pk, {})
            rename = entry.treatment.clinic_id not in checked and "clinic_id" not in placed
            listing = _follow(entry, fresh, rename=rename)
            if clinic := placed.get("clinic", {}) | listing.get("clinic", {}):
                placed = placed | {"clinic": clinic}
            listing |= placed
            differences.append(
                Difference(
                    snapshot=snapshot,
                    kind=kind,
                    entry=entry,
                    score=scores.get(entry.pk),
                    before=before | {"listing": listing},
                    after=fresh,
                )
            )
            for name, value in fresh.items():
                setattr(entry, name, value)
            written.touched.add(entry.treatment.clinic_id)
        Entry.objects.bulk_update(entries, [*TEXTS, "identity", "twin"])
        Difference.objects.bulk_create(differences)
        written.differences[str(kind)] += len(differences)


def _follow(entry: Entry, fresh: dict[str, Any], *, rename: bool) -> dict[str, Any]:
    """Change the listing where it only repeats the list; return what it said before.

    What staff checked stays as they left it.
    """
    treatment, clinic = entry.treatment, entry.treatment.clinic
    values: dict[str, Any] = {}
    if "key" in fresh:
        values["list_key"] = fresh["key"]
    if "title" in fresh and treatment.level == Treatment.Level.LIST:
        values["title_ja"] = one_line(fresh["title"])
    before: dict[str, Any] = {name: getattr(treatment, name) for name in values}
    if values:
        Treatment.objects.filter(pk=treatment.pk).update(**values)
    if fresh.keys() & {"key", "documents"}:
        write_documents(
            treatment, fresh.get("key", entry.key), fresh.get("documents", entry.documents)
        )
    name = one_line(fresh.get("institution", ""))
    if rename and name and name != clinic.name_ja:
        before["clinic"] = {"name_ja": clinic.name_ja}
        Clinic.objects.filter(pk=clinic.pk).update(name_ja=name)
    return before


def write_documents(treatment: Treatment, key: str, count: int) -> None:
    TreatmentDocument.objects.filter(treatment=treatment).delete()
    TreatmentDocument.objects.bulk_create(documents_of(treatment, key, count))


def _bring_back(pks: set[int], snapshot: Snapshot, written: Written) -> None:
    """A row that had left the list stands in it again: its page stops saying so."""
    for some in batched(sorted(pks), 500):
        entries = list(Entry.objects.filter(pk__in=some).select_related("treatment"))
        # Only what an import itself withdrew; what staff withdrew stays so.
        reworded = Difference.objects.filter(
            kind=Difference.Kind.REWORDED, state=Difference.State.APPLIED, entry__in=some
        )
        ended = {
            difference.entry_id
            for difference in reworded
            if difference.before["publication"] == Treatment.Publication.PUBLISHED
        } & {entry.pk for entry in entries if entry.replaced_by_id}
        Difference.objects.bulk_create(
            Difference(
                snapshot=snapshot,
                kind=Difference.Kind.BACK,
                entry=entry,
                before={"gone_on": _iso(entry.gone_on), "replaced_by": entry.replaced_by_id},
                after={"published": entry.pk in ended},
            )
            for entry in entries
        )
        Entry.objects.filter(pk__in=some).update(gone_on=None, replaced_by=None)
        Treatment.objects.filter(entry__in=some).update(list_gone_on=None)
        Treatment.objects.filter(
            entry__in=ended,
            level=Treatment.Level.LIST,
            publication=Treatment.Publication.WITHDRAWN,
        ).update(publication=Treatment.Publication.PUBLISHED)
        written.touched |= {entry.treatment.clinic_id for entry in entries}
        written.differences[str(Difference.Kind.BACK)] += len(entries)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def something_hangs_on(treatment_ids: Sequence[int], *, orders: bool = True) -> set[int]:
    """Return those that were checked, are being checked, were asked for or are under an order.

    ``orders`` False leaves the orders out: they belong to the clinic, not to a new row there.
    """
    hangs = (
        Q(level=Treatment.Level.CHECKED)
        | Q(being_checked_by__isnull=False)
        | Q(price_wish__count__gt=0)
        | Q(letters__isnull=False)
        | ~Q(number="")
    )
    if orders:
        hangs |= Q(clinic__order_targets__isnull=False)
    found: set[int] = set()
    for some in batched(treatment_ids, 500):
        rows = Treatment.objects.filter(pk__in=some).filter(hangs)
        found |= set(rows.order_by().values_list("pk", flat=True))
    return found


def write_near(
    matching: Matching,
    *,
    places: Places,
    snapshot: Snapshot,
    progress: Callable[[int], None],
) -> Written:
    """Write near matches: continue the entry, end it with a redirect, or ask a person.

    A part of a list cannot say that a row is gone, so there only the automatic ones count.
    """
    written = Written()
    automatic = [near for near in matching.near if near.automatic]
    doubtful = [near for near in matching.near if not near.automatic]
    _continue(automatic, snapshot, places, written)
    progress(len(automatic))
    entries = write_new(
        [near.row for near in doubtful], places=places, snapshot=snapshot, progress=progress
    )
    written.created = len(entries)
    written.seen |= {entry.treatment.clinic_id for entry in entries}
    if snapshot.is_complete:
        _end_or_ask(doubtful, entries, snapshot, written)
    return written


def _continue(nears: list[Near], snapshot: Snapshot, places: Places, written: Written) -> None:
    """The same row, spelled otherwise: the entry and its listing go on."""
    write_sightings([(near.old.pk, near.row) for near in nears], snapshot)
    newer = [near for near in nears if near.old.seen_on <= snapshot.source.seen_on]
    twins = Counter(free_twins({near.row.identity for near in newer}))
    changes, scores = {}, {}
    for near in newer:
        identity = near.row.identity
        changes[near.old.pk] = _changes(near.old, near.row) | {
            "identity": identity,
            "twin": twins[identity],
        }
        twins[identity] += 1
        scores[near.old.pk] = near.score
    _apply(changes, snapshot, Difference.Kind.RESPELLED, scores, places, written)
    _move_dates(snapshot, written)
    written.updated = len(newer)


def _end_or_ask(
    nears: list[Near], entries: list[Entry], snapshot: Snapshot, written: Written
) -> None:
    new_by_position = dict(
        Sighting.objects.filter(snapshot=snapshot, entry__in=entries)
        .order_by()
        .values_list("position", "entry_id")
    )
    old = {
        entry.pk: entry
        for some in batched([near.old.pk for near in nears], 500)
        for entry in Entry.objects.filter(pk__in=some).select_related("treatment")
    }
    hanging = something_hangs_on([entry.treatment_id for entry in old.values()])
    differences = []
    for near in nears:
        entry, other = old[near.old.pk], new_by_position[near.row.position]
        # What staff withdrew must not come back under new words without them.
        held = entry.treatment.publication != Treatment.Publication.PUBLISHED
        asks = held or entry.treatment_id in hanging
        if not asks and not near.same_house:
            continue
        differences.append(
            Difference(
                snapshot=snapshot,
                kind=Difference.Kind.UNSURE if asks else Difference.Kind.REWORDED,
                state=Difference.State.WAITING if asks else Difference.State.APPLIED,
                entry=entry,
                other_id=other,
                score=near.score,
                before={"publication": entry.treatment.publication, "held": held},
            )
        )
        if held:
            Treatment.objects.filter(entry=other).update(
                publication=Treatment.Publication.WITHDRAWN
            )
        if not asks:
            end_entry(entry, other)
            written.touched.add(entry.treatment.clinic_id)
    Difference.objects.bulk_create(differences)
    written.differences += Counter(str(difference.kind) for difference in differences)


def end_entry(entry: Entry, other_id: int) -> None:
    """End an entry that another one continues; its page leads there."""
    Entry.objects.filter(pk=entry.pk).update(replaced_by=other_id)
    Treatment.objects.filter(
        pk=entry.treatment_id, publication=Treatment.Publication.PUBLISHED
    ).update(publication=Treatment.Publication.WITHDRAWN)
