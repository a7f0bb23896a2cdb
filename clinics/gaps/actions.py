"""Count and forget searches without a result."""

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from clinics.models import SearchGap

MOST_ROWS_A_DAY = 1_000
KEPT = datetime.timedelta(days=90)


@transaction.atomic
def count_gap(*, day: datetime.date, filters: str, count: int = 1) -> bool:
    """Add to the day's count of this search; returns False when the day's rows are used up."""
    row = SearchGap.objects.filter(day=day, filters=filters)
    if row.update(count=F("count") + count):
        return True
    if SearchGap.objects.filter(day=day).count() >= MOST_ROWS_A_DAY:
        return False
    _gap, first = SearchGap.objects.get_or_create(
        day=day, filters=filters, defaults={"count": count}
    )
    # Another worker may have been first between the two statements.
    return first or bool(row.update(count=F("count") + count))


@transaction.atomic
def forget_gaps(*, today: datetime.date | None = None) -> int:
    """Delete counts older than 90 days; returns how many."""
    return SearchGap.objects.before((today or timezone.localdate()) - KEPT).delete()[0]
