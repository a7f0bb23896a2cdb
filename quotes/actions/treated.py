"""The request ended in a treatment: the month is noted and one invitation to review is made."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from quotes.actions.moving import lock
from quotes.models import Answer, QuoteRequest
from quotes.states import IllegalMove
from reviews.actions import create_invitation
from trust import outbox
from trust.fields import sealed

REMIND_AFTER = timedelta(days=21)


def months_since(request: QuoteRequest) -> list[date]:
    """Return the first days of the months in which the treatment can have been, newest first."""
    today = timezone.localdate()
    first = timezone.localdate(request.closed_at or request.created_at)
    start, end = first.year * 12 + first.month - 1, today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(end, start - 1, -1)]


@transaction.atomic
def note_treated(*, request: QuoteRequest, month: date, by: Any = None) -> QuoteRequest:
    """Note the month, make the invitation, mail it now and remind once.

    ``by``: the staff member who was told; without it the patient says so herself. Reviews get the
    treatment and the month and nothing else. Said twice: the first month stands. Raises
    IllegalMove unless a clinic was chosen; ValueError for a month that cannot be.
    """
    now = lock(request)
    if now is None or now.outcome != QuoteRequest.Outcome.CHOSEN:
        raise IllegalMove(now or request, "treated")
    if now.treated_in is not None:
        return now
    if month not in months_since(now):
        raise ValueError("not a month between the choice and today")
    chosen = Answer.objects.select_related("recipient__treatment").get(
        recipient__request=now, state=Answer.State.CHOSEN
    )
    token = create_invitation(treatment=chosen.recipient.treatment, month=month)
    QuoteRequest.objects.filter(pk=now.pk).update(
        treated_in=month, review_token=sealed(now, "review_token", token)
    )
    for delay in (timedelta(), REMIND_AFTER):
        outbox.enqueue(
            template="quote_review",
            object_id=now.pk,
            language=now.language,
            delay=delay,
            dedupe_key=f"quote_review:{now.pk}:{delay.days}",
        )
    now.refresh_from_db()
    return now
