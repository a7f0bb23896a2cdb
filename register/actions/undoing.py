"""Take an import back: the catalogue as it stood before, where nothing new hangs on it."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, ProtectedError, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.actions import public_change
from clinics.models import Clinic, Treatment
from clinics.search.text import batched
from register.actions.addresses import with_checked_listing
from register.actions.gone import note_gone, settle_gone
from register.actions.recognising import TEXTS, something_hangs_on, write_documents
from register.models import Difference, Entry, RegisterLock, Sighting, Snapshot


class CannotUndo(Exception):
    """Why this import has to stay; the text is for the person who asked."""


@transaction.atomic
def undo_import(*, snapshot: Snapshot, by: Any) -> Snapshot:
    """Undo the newest import of its classes, once. Raises CannotUndo.

    What staff decided about a listing since then stays as they decided it.
    """
    RegisterLock.take()
    _refuse_if_built_upon(snapshot)
    claimed = Snapshot.objects.standing().filter(pk=snapshot.pk)
    if not claimed.update(undone_at=timezone.now(), undone_by=by):
        raise CannotUndo(_("This import has been undone already."))
    touched = _take_back_differences(snapshot)
    touched |= _remove_new(snapshot)
    Clinic.objects.filter(pk__in=snapshot.filled, checked_on=None).update(
        city_ja="", city_en="", address_ja=""
    )
    touched |= set(snapshot.filled) | _restore_dates(snapshot)
    note_gone(snapshot)
    settle_gone(snapshot)
    public_change(Clinic.objects.filter(pk__in=touched).values_list("pk", flat=True))
    snapshot.refresh_from_db()
    return snapshot


def _refuse_if_built_upon(snapshot: Snapshot) -> None:
    later = Snapshot.objects.standing().filter(pk__gt=snapshot.pk)
    if any(set(other.list_class) & set(snapshot.list_class) for other in later):
        raise CannotUndo(_("A later import of the same class builds on it; undo that one first."))
    new = list(
        Entry.objects.filter(first_snapshot=snapshot)
        .order_by("pk")
        .values_list("treatment_id", flat=True)
    )
    if hanging := len(something_hangs_on(new, orders=False)):
        raise CannotUndo(
            _("%(count)d of its new listings were checked, asked for or are under an order.")
            % {"count": hanging}
        )


def _take_back_differences(snapshot: Snapshot) -> set[int]:
    touched = set()
    differences = (
        Difference.objects.filter(
            snapshot=snapshot, state__in=[Difference.State.APPLIED, Difference.State.CONFIRMED]
        )
        .select_related("entry__treatment__clinic")
        .order_by("-pk")
    )
    for difference in differences:
        entry = difference.entry
        touched.add(entry.treatment.clinic_id)
        _TAKE_BACK[difference.kind](difference, entry)
    Difference.objects.filter(snapshot=snapshot).update(state=Difference.State.OUTDATED)
    return touched | _ask_again(snapshot)


def _ask_again(snapshot: Snapshot) -> set[int]:
    """Questions that this list had settled are open again."""
    touched = set()
    settled = Difference.objects.filter(
        kind=Difference.Kind.UNSURE,
        state=Difference.State.OUTDATED,
        after__settled_by=snapshot.pk,
    )
    for difference in settled.select_related("other__treatment"):
        if difference.other and difference.before.get("held"):
            held = Treatment.objects.filter(
                pk=difference.other.treatment_id, level=Treatment.Level.LIST
            )
            held.update(publication=Treatment.Publication.WITHDRAWN)
            touched.add(difference.other.treatment.clinic_id)
        Difference.objects.filter(pk=difference.pk).update(state=Difference.State.WAITING, after={})
    return touched


def _words_back(difference: Difference, entry: Entry) -> None:
    before = difference.before
    fields = {name: before[name] for name in (*TEXTS, "identity", "twin") if name in before}
    Entry.objects.filter(pk=entry.pk).update(**fields)
    listing = dict(before.get("listing", {}))
    clinic = listing.pop("clinic", {})
    if "key" in fields:
        listing["list_key"] = fields["key"]
    treatment = entry.treatment
    if treatment.level != Treatment.Level.LIST or treatment.being_checked_by_id is not None:
        # Somebody has checked it since: only the key is the list's own.
        listing = {name: value for name, value in listing.items() if name == "list_key"}
    if listing:
        Treatment.objects.filter(pk=entry.treatment_id).update(**listing)
    clinic_id = before.get("listing", {}).get("clinic_id", treatment.clinic_id)
    if clinic and not with_checked_listing([clinic_id]):
        Clinic.objects.filter(pk=clinic_id).update(**clinic)
    if fields.keys() & {"key", "documents"}:
        write_documents(
            entry.treatment,
            fields.get("key", entry.key),
            fields.get("documents", entry.documents),
        )


def _ended_back(difference: Difference, entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(replaced_by=None)
    if difference.before["publication"] == Treatment.Publication.PUBLISHED:
        Treatment.objects.filter(
            pk=entry.treatment_id,
            level=Treatment.Level.LIST,
            publication=Treatment.Publication.WITHDRAWN,
        ).update(publication=Treatment.Publication.PUBLISHED)


def _gone_back(difference: Difference, entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(gone_on=None)
    Treatment.objects.filter(pk=entry.treatment_id).update(list_gone_on=None)


def _back_back(difference: Difference, entry: Entry) -> None:
    before = difference.before
    day = datetime.date.fromisoformat(before["gone_on"]) if before["gone_on"] else None
    Entry.objects.filter(pk=entry.pk).update(gone_on=day, replaced_by=before["replaced_by"])
    Treatment.objects.filter(pk=entry.treatment_id).update(list_gone_on=day)
    if difference.after.get("published"):
        Treatment.objects.filter(
            pk=entry.treatment_id,
            level=Treatment.Level.LIST,
            publication=Treatment.Publication.PUBLISHED,
        ).update(publication=Treatment.Publication.WITHDRAWN)


_TAKE_BACK = {
    Difference.Kind.CHANGED: _words_back,
    Difference.Kind.RESPELLED: _words_back,
    Difference.Kind.UNSURE: _words_back,
    Difference.Kind.REWORDED: _ended_back,
    Difference.Kind.GONE: _gone_back,
    Difference.Kind.BACK: _back_back,
}


def _remove_new(snapshot: Snapshot) -> set[int]:
    """Delete the listings and clinics this import made."""
    new = Treatment.objects.filter(entry__first_snapshot=snapshot).order_by()
    rows = list(new.values_list("pk", "clinic_id"))
    clinics = {clinic for _pk, clinic in rows}
    try:
        for pks in batched([pk for pk, _clinic in rows], 500):
            Treatment.objects.filter(pk__in=pks).delete()
        made = Clinic.objects.filter(source=snapshot.source, created_at__gte=snapshot.read_at)
        made.filter(treatments=None, checked_on=None, is_sample=False).delete()
    except ProtectedError as error:
        raise CannotUndo(_("Requests or reviews hang on one of its new listings.")) from error
    return clinics


def _restore_dates(snapshot: Snapshot) -> set[int]:
    """What this list saw last was last seen in the list before it."""
    Sighting.objects.filter(snapshot=snapshot).delete()
    entries = Entry.objects.filter(snapshot=snapshot)
    pks = list(entries.order_by().values_list("pk", flat=True))
    latest = Sighting.objects.filter(entry=OuterRef("pk")).order_by(
        "-snapshot__source__seen_on", "-snapshot"
    )
    source = Entry.objects.filter(treatment=OuterRef("pk")).order_by("pk")
    touched: set[int] = set()
    for some in batched(pks, 500):
        Entry.objects.filter(pk__in=some).update(snapshot=Subquery(latest.values("snapshot")[:1]))
        seen = Treatment.objects.filter(entry__in=some)
        touched |= set(seen.order_by().values_list("clinic_id", flat=True))
        seen.update(
            list_source=Subquery(source.values("snapshot__source")[:1]),
            list_last_seen=Subquery(source.values("snapshot__source__seen_on")[:1]),
        )
    return touched
