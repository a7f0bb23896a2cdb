"""How the mails stand: what waits past its time, what was given up, what came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from trust.models import OutboxMail


@dataclass(frozen=True)
class MailState:
    """``waiting`` mails could go now; ``late`` is how long the first of them could have gone.

    ``retried`` were refused and have a later try before them.
    """

    waiting: int
    retried: int
    late: timedelta
    failed: int
    bounced: int


def mail_state(now: datetime | None = None) -> MailState:
    """Count the outbox (one query).

    A mail that is held because the mail server is away still waits.
    """
    now = now or timezone.now()
    waiting = Q(next_try_at__lte=now)
    unsent = Q(sent_at=None, failed_at=None, dropped_at=None)
    found = OutboxMail.objects.aggregate(
        waiting=Count("pk", filter=unsent & waiting),
        retried=Count("pk", filter=unsent & ~waiting & Q(tries__gt=0)),
        since=Min("next_try_at", filter=unsent & waiting),
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
        bounced=Count("pk", filter=Q(bounced_at__isnull=False)),
    )
    since = found.pop("since")
    return MailState(late=now - since if since else timedelta(), **found)
