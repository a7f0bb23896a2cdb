"""The queue on the Today page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from staff import queues
from staff.roles import REVIEW_MODERATOR

TARGET = timedelta(hours=48)


def _count() -> int:
    from reviews.models import Review

    return Review.objects.waiting().count()


def _oldest() -> datetime | None:
    from reviews.models import Review

    return Review.objects.waiting().values_list("received_at", flat=True).first()


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
