"""Write an order down: once, with its source and whom it was addressed to."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from clinics.models import OfficialOrder, OrderAddressee, OrderRemoval, Source
from clinics.orders.naming import plain


class AlreadyEntered(Exception):
    """The same order stands already; ``order`` is it."""

    def __init__(self, order: OfficialOrder) -> None:
        super().__init__(str(order.pk))
        self.order = order


class RemovedBefore(Exception):
    """Two people removed this very order; ``removal`` says who, when and why."""

    def __init__(self, removal: OrderRemoval) -> None:
        super().__init__(str(removal.pk))
        self.removal = removal


@dataclass(frozen=True)
class Words:
    """What an order says. ``addressees``: (kind, number or name as printed), numbers canonical."""

    kind: str
    date: datetime.date
    authority_ja: str
    authority_en: str
    summary_ja: str
    summary_en: str
    source_url: str
    seen_on: datetime.date
    addressees: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """The hash by which the same order is recognised: kind, date and addressees."""
        to = sorted({(kind, plain(value) or value) for kind, value in self.addressees})
        parts = [self.kind, self.date.isoformat(), *(f"{kind}\x1f{value}" for kind, value in to)]
        return hashlib.sha256("\x1e".join(parts).encode("utf-8", "replace")).hexdigest()


def source_of(url: str, title: str, seen_on: datetime.date) -> Source:
    """Return the page an order was read from on a day; made once."""
    source, _new = Source.objects.get_or_create(url=url, title=title[:200], seen_on=seen_on)
    return source


def standing(words: Words) -> OfficialOrder | None:
    """Return the same order if it stands already. Raises RemovedBefore."""
    removal = OrderRemoval.objects.confirmed().filter(order_key=words.key, whole=True).first()
    if removal:
        raise RemovedBefore(removal)
    return OfficialOrder.objects.filter(key=words.key).first()


@transaction.atomic
def enter_order(*, words: Words, by: Any) -> OfficialOrder:
    """Store an order that nothing shows yet: staff see first which listings it touches.

    Raises AlreadyEntered, RemovedBefore, and ValueError for an order to nobody.
    """
    if not words.addressees:
        raise ValueError("an order is addressed to somebody")
    if found := standing(words):
        raise AlreadyEntered(found)
    try:
        with transaction.atomic():
            order = OfficialOrder.objects.create(
                kind=words.kind,
                date=words.date,
                authority_ja=words.authority_ja,
                authority_en=words.authority_en,
                summary_ja=words.summary_ja,
                summary_en=words.summary_en,
                source=source_of(words.source_url, words.authority_ja, words.seen_on),
                key=words.key,
                entered_by=by,
                waits_since=timezone.now(),
            )
    except IntegrityError as error:
        found = OfficialOrder.objects.filter(key=words.key).first()
        if found is None:
            raise
        raise AlreadyEntered(found) from error
    _address(order, words.addressees)
    return order


def _address(order: OfficialOrder, addressees: Iterable[tuple[str, str]]) -> None:
    OrderAddressee.objects.bulk_create(
        OrderAddressee(order=order, kind=kind, value=value)
        for kind, value in dict.fromkeys(addressees)
    )


@transaction.atomic
def add_addressee(*, order: OfficialOrder, kind: str, value: str) -> OrderAddressee:
    """Note a further number or name; it finds listings once staff have seen which."""
    addressee, new = OrderAddressee.objects.get_or_create(order=order, kind=kind, value=value)
    if new:
        OfficialOrder.objects.filter(pk=order.pk, waits_since=None).update(
            waits_since=timezone.now()
        )
    return addressee


@transaction.atomic
def drop_addressee(*, addressee: OrderAddressee) -> bool:
    """Take back a number or name that has not found any listing yet; whether it went.

    The last one stays: an order is addressed to somebody.
    """
    OfficialOrder.objects.select_for_update().get(pk=addressee.order_id)
    others = OrderAddressee.objects.filter(order=addressee.order_id).exclude(pk=addressee.pk)
    if not others.exists():
        return False
    mine = OrderAddressee.objects.filter(pk=addressee.pk, released=False, targets=None)
    return bool(mine.delete()[0])
