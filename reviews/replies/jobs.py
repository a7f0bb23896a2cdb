"""What happens by itself: the queue on Today, late questions to clinics, deleting on time."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.desk.queue import TARGET
from reviews.models.reply import OPEN_FOR, Reply
from reviews.models.review import Review
from reviews.replies import actions
from staff import queues
from staff.roles import REVIEW_MODERATOR
from trust.jobs import Job, register_job
from trust.retention import RetentionRule


def _empty(rows: models.QuerySet) -> int:
    return rows.update(text="")


RULES = (
    RetentionRule(
        name="reviews: replies never written", due=lambda now: Reply.objects.never_written(now)
    ),
    RetentionRule(
        name="reviews: words of refused replies",
        due=lambda now: Reply.objects.refused_words(now),
        delete=_empty,
    ),
    RetentionRule(name="reviews: replies long over", due=lambda now: Reply.objects.long_over(now)),
)


def ask_late(now: datetime | None = None) -> int:
    """Ask clinics whose address was confirmed, or changed, after the review came out.

    Returns how many mails were written.
    """
    since = (now or timezone.now()) - OPEN_FOR
    published = Review.objects.filter(
        state=Review.State.PUBLISHED, decided_at__gt=since, reply=None,
        treatment__clinic__contact_confirmed_on__isnull=False,
    ).exclude(treatment__clinic__contact_email="")  # fmt: skip
    count = 0
    for review in published.select_related("treatment__clinic").order_by("decided_at", "pk"):
        count += actions.ask_for_reply(review=review) is not None
    open_now = Reply.objects.writable().select_related("review__treatment__clinic")
    for reply in open_now.order_by("pk").iterator():
        clinic = reply.review.treatment.clinic
        if clinic.contact_confirmed_on and not reply.reaches(clinic):
            count += actions.ask_for_reply(review=reply.review) is not None
    return count


def _waiting() -> tuple[int, datetime | None]:
    # Without the order: one row with both figures.
    found = Reply.objects.waiting().order_by().aggregate(
        n=models.Count("pk"), first=models.Min("sent_at")
    )  # fmt: skip
    return found["n"], found["first"]


def register() -> None:
    queues.register(
        queues.Queue(
            name="review_replies",
            title=_("Replies of clinics to decide"),
            roles=(REVIEW_MODERATOR,),
            url="admin:reviews_replies",
            count=lambda: _waiting()[0],
            oldest=lambda: _waiting()[1],
            both=_waiting,
            minutes_each=3,
            target=TARGET,
        )
    )
    register_job(Job(name="reviews: clinics asked late", run=ask_late, at_hour=7))
