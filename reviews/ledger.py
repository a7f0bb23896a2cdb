"""How many reviews came in and what became of them: public, for each clinic and for the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, QuerySet
from django.utils.translation import ngettext

from reviews.models import Review
from reviews.reasons import BY_CODE, REASONS, Reason


@dataclass
class Ledger:
    """Counts by state; `received` is always their sum."""

    waiting: int = 0
    held: int = 0  # of those that wait
    published: int = 0
    withdrawn: int = 0
    by_reason: dict[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        return sum(self.by_reason.values())

    @property
    def received(self) -> int:
        return self.waiting + self.published + self.withdrawn + self.refused

    @property
    def refusals(self) -> list[tuple[Reason, int]]:
        """Reasons that occurred, in the order of the policy page."""
        return [(r, self.by_reason[r.code]) for r in REASONS if r.code in self.by_reason]

    def add(self, state: str, reason: str, count: int, held: int) -> None:
        self.held += held
        if state == Review.State.REFUSED:
            code = BY_CODE[reason].code
            self.by_reason[code] = self.by_reason.get(code, 0) + count
        else:
            setattr(self, state, getattr(self, state) + count)


def half_within(reviews: QuerySet[Review]) -> str:
    """Return within what time half of these reviews' decisions came, in words; "" without any."""
    middle = _median_wait(reviews)
    if middle is None:
        return ""
    hours = max(1, ceil(middle / timedelta(hours=1)))
    if hours <= 48:
        return ngettext("%d hour", "%d hours", hours) % hours
    days = ceil(hours / 24)
    return ngettext("%d day", "%d days", days) % days


def _median_wait(reviews: QuerySet[Review]) -> timedelta | None:
    # The first decision: what was changed, appealed or removed later is decided once more.
    decided = reviews.filter(events__to_state__in=[Review.State.PUBLISHED, Review.State.REFUSED])
    took = ExpressionWrapper(Min("events__at") - F("received_at"), output_field=DurationField())
    decided = decided.order_by().annotate(took=took).order_by("took", "pk")
    count = decided.count()
    return decided.values_list("took", flat=True)[(count - 1) // 2] if count else None


def site_ledger(*, samples: bool) -> Ledger:
    """Return the ledger of all real clinics, or of all invented ones; never of both."""
    ledger = Ledger()
    rows = (
        Review.objects.filter(treatment__clinic__is_sample=samples)
        .order_by()
        .values_list("state", "reason")
        .annotate(Count("pk"), Count("held_since"))
    )
    for row in rows:
        ledger.add(*row)
    return ledger
