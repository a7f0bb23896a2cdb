"""What happens by itself: the queue on Today, asking the scanner again, deleting on time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.desk.queue import TARGET
from reviews.models.receipt import Receipt
from reviews.receipts import actions
from staff import queues
from staff.roles import REVIEW_MODERATOR
from trust.jobs import Job, register_job
from trust.retention import RetentionRule

RULES = (
    RetentionRule(
        name="reviews: receipts nobody looked at",
        due=lambda now: Receipt.objects.unseen_too_long(now),
        delete=lambda rows: actions.lapse(receipts=rows),
    ),
    RetentionRule(
        name="reviews: receipts long over", due=lambda now: Receipt.objects.long_over(now)
    ),
)


def scan_waiting() -> int:
    """Ask the scanner again about files it had not answered for; return how many it decided."""
    scanning = Receipt.objects.filter(state=Receipt.State.SCANNING).order_by("sent_at", "pk")
    return sum(actions.scan_again(receipt=receipt) for receipt in scanning)


def _waiting() -> tuple[int, datetime | None]:
    # Without the order: one row with both figures.
    found = Receipt.objects.waiting().order_by().aggregate(
        n=models.Count("pk"), first=models.Min("sent_at")
    )  # fmt: skip
    return found["n"], found["first"]


def register() -> None:
    queues.register(
        queues.Queue(
            name="review_receipts",
            title=_("Receipts of reviewers to look at"),
            roles=(REVIEW_MODERATOR,),
            url="admin:reviews_receipts",
            count=lambda: _waiting()[0],
            oldest=lambda: _waiting()[1],
            both=_waiting,
            minutes_each=2,
            target=TARGET,
        )
    )
    job = Job("reviews: receipts for the scanner", scan_waiting, every=timedelta(minutes=5))
    register_job(job)
