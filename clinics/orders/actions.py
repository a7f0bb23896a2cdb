"""What staff decide about an order: where it shows, with which words, and when it was lifted."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from clinics.actions import AlreadyDecided, log, public_change
from clinics.models import (
    Clinic,
    OfficialOrder,
    OrderAddressee,
    OrderNotMeant,
    OrderTarget,
)
from clinics.orders.entering import source_of
from clinics.orders.matching import Match, open_matches
from clinics.orders.reevaluating import attach, reevaluate

Scope = tuple[str, str]


def find_touched(order: OfficialOrder) -> list[Match]:
    """Return the listings an order touches and that nobody decided on yet, by number first."""
    return open_matches(OfficialOrder.objects.filter(pk=order.pk))


@transaction.atomic
def decide_order(
    *,
    order: OfficialOrder,
    by: Any,
    wording: Mapping[int, Scope] | None = None,
    chosen: Mapping[int, Scope] | None = None,
    seen: Collection[int] = (),
) -> OfficialOrder:
    """Show the order on every listing a number finds, and on the chosen ones of a like name.

    ``wording``: id of each addressee staff looked at → its scope sentence (None: all of them, in
    the usual words); ``chosen``: clinic id → its scope sentence; ``seen``: the clinics of a like
    name staff looked at; those not chosen are not meant. From now on the numbers find later
    listings by themselves. Raises AlreadyDecided.
    """
    now = timezone.now()
    mine = OfficialOrder.objects.filter(pk=order.pk)
    changed = mine.filter(waits_since__isnull=False).update(
        waits_since=None, released_at=Coalesce("released_at", now)
    )
    order.refresh_from_db()
    if not changed:
        raise AlreadyDecided(order)
    if wording is None:
        order.addressees.update(released=True)
    for pk, (english, japanese) in (wording or {}).items():
        order.addressees.filter(pk=pk).update(scope_en=english, scope_ja=japanese, released=True)
    found = open_matches(mine, released=True)
    shown = [match for match in found if match.certain or match.clinic_id in (chosen or {})]
    certain = {match.clinic_id for match in shown if match.certain}
    attach(shown, by=by, words={pk: c for pk, c in (chosen or {}).items() if pk not in certain})
    _not_meant(order, [match.clinic_id for match in found if match not in shown], seen, by)
    public_change(match.clinic_id for match in shown)
    # What came while staff looked at the page waits for the next look.
    if find_touched(order) or order.addressees.filter(released=False).exists():
        mine.update(waits_since=now)
    order.refresh_from_db()
    return order


@transaction.atomic
def release_numbers(*, order: OfficialOrder, by: Any) -> OfficialOrder:
    """Show an order that came in a sheet where its numbers say; its names wait for staff."""
    numbers = order.addressees.exclude(kind=OrderAddressee.Kind.INSTITUTION)
    mine = OfficialOrder.objects.filter(pk=order.pk)
    if numbers.update(released=True):
        mine.update(released_at=timezone.now())
        found = [match for match in open_matches(mine, released=True) if match.certain]
        attach(found, by=by)
        public_change(match.clinic_id for match in found)
        if not order.addressees.filter(released=False).exists():
            mine.update(waits_since=None)
    order.refresh_from_db()
    return order


def _not_meant(
    order: OfficialOrder, clinic_ids: Iterable[int], seen: Collection[int], by: Any
) -> None:
    OrderNotMeant.objects.bulk_create(
        [
            OrderNotMeant(order=order, clinic_id=pk, decided_by=by, decided_on=timezone.localdate())
            for pk in clinic_ids
            if pk in seen
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def show_on_listing(
    *, order: OfficialOrder, clinic: Clinic, scope_en: str, scope_ja: str, why: str, by: Any
) -> OrderTarget:
    """Show an order on a listing by decision of staff. Raises AlreadyDecided if it shows there."""
    target, new = OrderTarget.objects.get_or_create(
        order=order,
        clinic=clinic,
        defaults={
            "scope_en": scope_en,
            "scope_ja": scope_ja,
            "decided_by": by,
            "decided_on": timezone.localdate(),
        },
    )
    if not new:
        raise AlreadyDecided(target)
    OrderNotMeant.objects.filter(order=order, clinic=clinic).delete()
    log(clinic=clinic, action="order:show", by=by, reason=why)
    public_change([clinic.pk])
    return target


@transaction.atomic
def reword_target(*, target: OrderTarget, scope_en: str, scope_ja: str, by: Any) -> OrderTarget:
    """Correct the scope sentence on one listing; the record keeps the words before."""
    log(clinic=target.clinic, action="order:reword", by=by, reason=f"{target.scope_en}")
    target.scope_en, target.scope_ja = scope_en, scope_ja
    target.save(update_fields=["scope_en", "scope_ja"])
    public_change([target.clinic_id])
    return target


@transaction.atomic
def reword_addressee(
    *, addressee: OrderAddressee, scope_en: str, scope_ja: str, by: Any
) -> OrderAddressee:
    """Correct the sentence of a number, on every listing it found and will find."""
    addressee.scope_en, addressee.scope_ja = scope_en, scope_ja
    addressee.save(update_fields=["scope_en", "scope_ja"])
    targets = list(addressee.targets.select_related("clinic").order_by("pk"))
    for target in targets:
        log(clinic=target.clinic, action="order:reword", by=by, reason=target.scope_en)
    addressee.targets.update(scope_en=scope_en, scope_ja=scope_ja)
    public_change([target.clinic_id for target in targets])
    return addressee


@transaction.atomic
def lift_order(
    *,
    order: OfficialOrder,
    lifted_on: datetime.date,
    source_url: str,
    seen_on: datetime.date,
    by: Any,
) -> OfficialOrder:
    """Say that an order was lifted, with the page that says so. It stays visible, as lifted.

    Raises AlreadyDecided if it is lifted already.
    """
    order = OfficialOrder.objects.select_for_update().get(pk=order.pk)
    if order.lifted_on is not None:
        raise AlreadyDecided(order)
    order.lifted_on = lifted_on
    order.lifted_source = source_of(source_url, order.authority_ja, seen_on)
    order.save(update_fields=["lifted_on", "lifted_source"])
    for target in order.targets.select_related("clinic").order_by("pk"):
        log(clinic=target.clinic, action="order:lift", by=by, reason=source_url)
    public_change(order.targets.values_list("clinic_id", flat=True))
    return order


@transaction.atomic
def refresh_order_targets() -> set[int]:
    """Look at all orders and listings again; return the clinics that show an order anew."""
    touched = reevaluate()
    public_change(touched)
    return touched
