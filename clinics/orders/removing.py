"""An order is taken out by two people: one asks, another one confirms. The record stays."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from clinics.actions import AlreadyDecided, log, public_change
from clinics.models import OfficialOrder, OrderRemoval, OrderTarget
from staff.access import has_role
from staff.roles import VERIFIER

State = OrderRemoval.State


class SecondPersonNeeded(Exception):
    """Who asked cannot confirm, nor can anybody without the role of the second person."""


def _words(order: OfficialOrder) -> dict[str, Any]:
    return {
        "kind": order.kind,
        "date": order.date.isoformat(),
        "lifted_on": order.lifted_on.isoformat() if order.lifted_on else None,
        "authority_ja": order.authority_ja,
        "summary_ja": order.summary_ja,
        "summary_en": order.summary_en,
        "source": order.source.url,
        "addressees": [
            [addressee.kind, addressee.value] for addressee in order.addressees.order_by("pk")
        ],
    }


def _shown(target: OrderTarget) -> dict[str, Any]:
    return {
        "clinic": target.clinic.slug,
        "name": target.clinic.name_ja,
        "scope_en": target.scope_en,
        "scope_ja": target.scope_ja,
        "decided_on": target.decided_on.isoformat(),
    }


@transaction.atomic
def ask_removal(
    *,
    order: OfficialOrder,
    by: Any,
    reason: str,
    note: str = "",
    target: OrderTarget | None = None,
) -> OrderRemoval:
    """Ask to take out an order, or one ``target`` of it; nothing changes in public yet.

    Raises AlreadyDecided with the wish that waits already.
    """
    targets = [target] if target else order.targets.select_related("clinic").order_by("pk")
    clinic = target.clinic if target else None
    try:
        with transaction.atomic():
            return OrderRemoval.objects.create(
                order=order,
                order_key=order.key or "",
                clinic=clinic,
                whole=target is None,
                what=_words(order) | {"shown_on": [_shown(each) for each in targets]},
                reason=reason,
                note=note[:500],
                asked_by=by,
            )
    except IntegrityError as error:
        waiting = OrderRemoval.objects.waiting().filter(order=order, clinic=clinic).first()
        if waiting is None:
            raise
        raise AlreadyDecided(waiting) from error


def _decide(removal: OrderRemoval, state: str, by: Any) -> OrderRemoval:
    if not has_role(by, VERIFIER):
        raise SecondPersonNeeded
    changed = (
        OrderRemoval.objects.waiting()
        .filter(pk=removal.pk)
        .exclude(asked_by=by)
        .update(state=state, decided_by=by, decided_at=timezone.now())
    )
    removal.refresh_from_db()
    if changed:
        return removal
    if removal.state == State.ASKED:
        raise SecondPersonNeeded
    raise AlreadyDecided(removal)


@transaction.atomic
def confirm_removal(*, removal: OrderRemoval, by: Any) -> OrderRemoval:
    """Take the order out, or from one listing. Raises SecondPersonNeeded and AlreadyDecided."""
    removal = _decide(removal, State.CONFIRMED, by)
    order = removal.order
    if order is None:
        return removal
    targets = order.targets.select_related("clinic").order_by("pk")
    if not removal.whole:
        targets = targets.filter(clinic=removal.clinic)
    gone = list(targets)
    # What stood there at this moment, not when somebody asked.
    removal.what = _words(order) | {"shown_on": [_shown(target) for target in gone]}
    removal.save(update_fields=["what"])
    for target in gone:
        log(clinic=target.clinic, action="order:remove", by=by, reason=removal.reason)
    if removal.whole:
        OrderTarget.objects.filter(pk__in=[target.pk for target in gone]).delete()
        order.delete()
        removal.refresh_from_db()
    else:
        OrderTarget.objects.filter(pk__in=[target.pk for target in gone]).delete()
    public_change([target.clinic_id for target in gone])
    return removal


@transaction.atomic
def refuse_removal(*, removal: OrderRemoval, by: Any) -> OrderRemoval:
    """Keep the order as it stands. Raises SecondPersonNeeded and AlreadyDecided."""
    return _decide(removal, State.REFUSED, by)
