"""Mails of a case that did not arrive: refused, given up, or come back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from quotes.models import QuoteRequest, Recipient
from trust.models import OutboxMail


def _mails() -> QuerySet[OutboxMail]:
    """Troubled mails that no later mail about the same thing made good."""
    later = OutboxMail.objects.filter(
        object_id=OuterRef("object_id"),
        created_at__gt=OuterRef("created_at"),
        sent_at__isnull=False,
        bounced_at=None,
    )
    troubled = OutboxMail.objects.not_received().filter(template__startswith="quote_")
    return troubled.filter(~Exists(later))


def cases() -> list[UUID]:
    """Return ids of requests with such a mail, to the patient or to a clinic."""
    about = list(_mails().values_list("object_id", flat=True))
    ids = Q(pk__in=about) | Q(recipients__in=about)
    return list(QuoteRequest.objects.filter(ids).distinct().values_list("pk", flat=True))


def of_case(quote: QuoteRequest, recipients: Iterable[Recipient]) -> list[dict[str, Any]]:
    """Return [{to, at, why}], oldest first, one query; ``to`` is a role or a clinic's name."""
    names = {str(row.pk): row.clinic.name for row in recipients}
    names[str(quote.pk)] = _("the patient")
    mails = _mails().filter(object_id__in=list(names)).order_by("created_at", "pk")
    return [
        {
            "to": names[mail.object_id],
            "at": mail.bounced_at or mail.failed_at or mail.created_at,
            "why": mail.bounce_code or mail.last_error,
        }
        for mail in mails
    ]
