"""The last price of treatments that have none today."""

import datetime
from collections.abc import Iterable

from django.db.models import Max
from django.utils import timezone

from clinics.models import PriceSheet, Treatment


def ended_prices(treatments: Iterable[Treatment]) -> dict[int, datetime.date]:
    """Return {treatment id: day its last price ended} (needs ``for_cards``; at most one query)."""
    bare = [one.pk for one in treatments if one.kind != Treatment.Level.LIST and one.price is None]
    if not bare:
        return {}
    ended = PriceSheet.objects.filter(treatment__in=bare, valid_to__lt=timezone.localdate())
    return dict(ended.order_by().values_list("treatment_id").annotate(last=Max("valid_to")))
