"""How often visitors asked for a quote of a treatment: counts only, nobody's data."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import ngettext

from clinics import demand
from quotes.models import Recipient

COUNTED = timedelta(days=90)


def requests_of(treatment_ids: Iterable[int] | None) -> dict[int, int]:
    """Return {treatment id: confirmed requests of the last 90 days}; None: of all treatments."""
    rows = Recipient.objects.filter(request__confirmed_at__gte=timezone.now() - COUNTED)
    if treatment_ids is not None:
        rows = rows.filter(treatment__in=list(treatment_ids))
    counted = rows.order_by().values("treatment").annotate(n=Count("pk"))
    return dict(counted.values_list("treatment", "n"))


def request_words(n: int) -> str:
    return ngettext("%(n)d request", "%(n)d requests", n) % {"n": n}


def register() -> None:
    demand.register_source("requests", requests_of, words=request_words)
