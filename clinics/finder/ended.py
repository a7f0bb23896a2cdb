"""The last price of treatments that have none today."""

import datetime
from collections.abc import Iterable

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from clinics.models import PriceSheet, Treatment


def _ended() -> QuerySet:
    return PriceSheet.objects.filter(valid_to__lt=timezone.localdate()).order_by()


def last_ended() -> Subquery:
    """Return an expression over treatments: the day the last price ended, or NULL."""
    sheets = _ended().filter(treatment=OuterRef("pk")).order_by("-valid_to")
    return Subquery(sheets.values("valid_to")[:1])


def ended_prices(treatments: Iterable[Treatment]) -> dict[int, datetime.date]:
    """Return {treatment id: day its last price ended} of those that have no price today.

    Needs ``for_cards``. One query, or none where every price is valid. What staff noted on an
    entry of the ministry's list is not public.
    """
    bare = [one.pk for one in treatments if one.kind != Treatment.Level.LIST and one.price is None]
    if not bare:
        return {}
    found = _ended().filter(treatment__in=bare).values_list("treatment_id")
    return dict(found.annotate(last=Max("valid_to")))
