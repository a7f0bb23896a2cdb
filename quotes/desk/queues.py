"""What waits for coordinators, for the Today page."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quotes import retention
from quotes.desk import mail_trouble
from quotes.models import QuoteRequest, Recipient
from staff import queues
from staff.queues import Queue
from staff.roles import ADMINISTRATOR, QUOTE_COORDINATOR

Rows = Callable[[], QuerySet]


def _queue(
    name: str, title: Promise, show: str, rows: Rows, since: str, minutes: float, target: timedelta
) -> None:
    """Register one queue: its rows, the column that says since when, and its view of the list."""

    def oldest() -> datetime | None:
        return rows().order_by(since).values_list(since, flat=True).first()

    def both() -> tuple[int, datetime | None]:
        found = rows().order_by().aggregate(count=Count("pk"), oldest=Min(since))
        return found["count"], found["oldest"]

    queues.register(
        Queue(
            name=name,
            title=title,
            roles=(QUOTE_COORDINATOR,),
            url=lambda: f"{reverse('admin:quotes_queue')}?show={show}",
            count=lambda: rows().count(),
            oldest=oldest,
            minutes_each=minutes,
            target=target,
            both=both,
        )
    )


def register(*, send_within: timedelta, answer_within: timedelta) -> None:
    _queue(
        "quotes-to-check", _("Quote requests to check"), "checking",
        lambda: QuoteRequest.objects.to_check(), "confirmed_at", 5, send_within,
    )  # fmt: skip
    _queue(
        "quotes-replies", _("Patients wrote and wait for us"), "replies",
        lambda: QuoteRequest.objects.waiting_for_reply(), "wrote_at", 4, send_within,
    )  # fmt: skip
    _queue(
        "quotes-chosen", _("Chosen: next step"), "chosen",
        lambda: QuoteRequest.objects.chosen_next(), "closed_at", 10, send_within,
    )  # fmt: skip
    _queue(
        "quotes-to-send", _("Clinics ticked by the patient, not sent yet"), "send",
        lambda: Recipient.objects.to_send(), "consent__given_at", 4, send_within,
    )  # fmt: skip
    _queue(
        "quotes-no-answer", _("Clinics silent for more than 5 working days"), "silent",
        lambda: Recipient.objects.no_answer_yet(), "asked_at", 4, answer_within,
    )  # fmt: skip
    _queue(
        "quotes-ended", _("Requests that every clinic declined"), "ended",
        lambda: QuoteRequest.objects.without_clinic(), "last_activity_at", 5, answer_within,
    )  # fmt: skip
    _queue(
        "quotes-mail", _("Requests whose mail came back"), "mail",
        lambda: QuoteRequest.objects.active().filter(pk__in=mail_trouble.cases()),
        "last_activity_at", 5, send_within,
    )  # fmt: skip
    queues.register(
        Queue(
            name="quotes-deletion",
            title=_("Data past its day that was not deleted"),
            roles=(ADMINISTRATOR, QUOTE_COORDINATOR),
            url="admin:quotes_deletion",
            count=lambda: sum(retention.left_behind().values()),
            oldest=retention.left_since,
            minutes_each=1,
            target=timedelta(hours=12),
        )
    )
