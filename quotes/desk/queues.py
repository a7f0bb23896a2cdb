"""What waits for coordinators, for the Today page."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quotes.models import QuoteRequest, Recipient
from staff import queues
from staff.queues import Queue
from staff.roles import QUOTE_COORDINATOR


def _oldest_to_check() -> datetime | None:
    return (
        QuoteRequest.objects.to_check()
        .order_by("confirmed_at")
        .values_list("confirmed_at", flat=True)
        .first()
    )


def _oldest_silent() -> datetime | None:
    return (
        Recipient.objects.no_answer_yet()
        .order_by("sent_at")
        .values_list("sent_at", flat=True)
        .first()
    )


def register(*, send_within: timedelta, answer_within: timedelta) -> None:
    queues.register(
        Queue(
            name="quotes-to-check",
            title=_("Quote requests to check"),
            roles=(QUOTE_COORDINATOR,),
            url="admin:quotes_queue",
            count=lambda: QuoteRequest.objects.to_check().count(),
            oldest=_oldest_to_check,
            minutes_each=5,
            target=send_within,
        )
    )
    queues.register(
        Queue(
            name="quotes-no-answer",
            title=_("Clinics silent for more than 5 working days"),
            roles=(QUOTE_COORDINATOR,),
            url=lambda: f"{reverse('admin:quotes_queue')}?show=open",
            count=lambda: Recipient.objects.no_answer_yet().count(),
            oldest=_oldest_silent,
            minutes_each=4,
            target=answer_within,
        )
    )
