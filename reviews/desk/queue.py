"""The queue on the Today page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.rules import APPEAL_TARGET
from staff import queues
from staff.roles import REVIEW_MODERATOR, VERIFIER

TARGET = timedelta(hours=48)


def _count() -> int:
    from reviews.models import Review

    return Review.objects.waiting().count()


def _oldest() -> datetime | None:
    from reviews.models import Review

    return Review.objects.waiting().values_list("waiting_since", flat=True).first()


def _appeals() -> tuple[int, datetime | None]:
    from reviews.models import Appeal

    return _both(Appeal.objects.waiting(), "made_at")


def _reports() -> tuple[int, datetime | None]:
    from reviews.models import ReviewReport

    found = ReviewReport.objects.waiting().order_by()
    row = found.aggregate(many=Count("review", distinct=True), oldest=Min("made_at"))
    return row["many"], row["oldest"]


def _complications() -> tuple[int, datetime | None]:
    from reviews.models import Review

    return _both(Review.objects.complications_to_see(), "told_at")


def _both(rows: QuerySet, moment: str) -> tuple[int, datetime | None]:
    """How many, and since when the oldest waits; one query."""
    row = rows.order_by().aggregate(many=Count("pk"), oldest=Min(moment))
    return row["many"], row["oldest"]


def _queue(
    name: str,
    title: str | Promise,
    both: Callable[[], tuple[int, datetime | None]],
    minutes_each: float,
    target: timedelta,
    roles: tuple[str, ...] = (REVIEW_MODERATOR,),
) -> queues.Queue:
    return queues.Queue(
        name=f"review_{name}",
        title=title,
        roles=roles,
        url=f"admin:reviews_{name}",
        count=lambda: both()[0],
        oldest=lambda: both()[1],
        both=both,
        minutes_each=minutes_each,
        target=target,
    )


def register() -> None:
    queues.register(
        queues.Queue(
            name="reviews",
            title=_("Reviews to decide"),
            roles=(REVIEW_MODERATOR,),
            url="admin:reviews_queue",
            count=_count,
            oldest=_oldest,
            minutes_each=4,
            target=TARGET,
        )
    )
    for queue in (
        _queue(
            "appeals",
            _("Appeals against refused reviews"),
            _appeals,
            6,
            APPEAL_TARGET,
            roles=(REVIEW_MODERATOR, VERIFIER),
        ),
        _queue("reports", _("Reports on reviews"), _reports, 4, TARGET),
        _queue("complications", _("Complications told in reviews"), _complications, 6, TARGET),
    ):
        queues.register(queue)
