"""A listing that gets a number an order was addressed to shows the order from then on.

Called by ``clinics.actions.public_change`` at the end of every action, so that no way of writing
a number, a cell lab, a committee or an operator can pass by it.
"""

from collections.abc import Collection, Mapping

from django.utils import timezone

from clinics.models import ListingEvent, OfficialOrder, OrderTarget
from clinics.orders.matching import Match, open_matches


def reevaluate(clinic_ids: Collection[int] | None = None) -> set[int]:
    """Attach orders by number; have staff asked where a name came to fit. None: all clinics.

    Returns the clinics on which an order shows now that did not before, or with a nearer scope.
    """
    released = OfficialOrder.objects.released()
    found = open_matches(released, clinic_ids=clinic_ids, released=True)
    certain = [match for match in found if match.certain]
    attach(certain)
    asking = {match.order.pk for match in found if not match.certain}
    if asking:
        OfficialOrder.objects.filter(pk__in=asking, waits_since=None).update(
            waits_since=timezone.now()
        )
    return {match.clinic_id for match in certain}


def attach(
    matches: list[Match],
    *,
    by: object = None,
    words: Mapping[int, tuple[str, str]] | None = None,
) -> None:
    """Show orders on listings; a nearer number takes the place of a farther one.

    ``words``: clinic id → its own scope sentence (English, Japanese), where staff wrote one.
    """
    if not matches:
        return
    today = timezone.localdate()
    new = [match.target(decided_on=today, decided_by=by) for match in matches]
    for target in new:
        if words and target.clinic_id in words:
            target.scope_en, target.scope_ja = words[target.clinic_id]
    # Somebody else may write the same pair now; then theirs stands.
    OrderTarget.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["order", "clinic"],
        update_fields=[
            "addressee", "operator", "cell_lab", "committee", "scope_en", "scope_ja",
            "decided_by", "decided_on",
        ],
    )  # fmt: skip
    ListingEvent.objects.bulk_create(
        ListingEvent(
            clinic_id=target.clinic_id, action="order:attach", by=by, reason=target.scope_en[:300]
        )
        for target in new
    )
