"""Mails that came back: read the report of a mail server and mark the outbox row.

A report (RFC 3464) holds a machine-readable part with a status such as 5.1.1 (RFC 3463) and the
headers of the mail it is about. Our Message-ID is the row's id, so no address is read or kept.
"""

import email
import email.policy
import re
import uuid
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from trust.models import OutboxMail

LARGEST = 1_000_000  # bytes of one report
_STATUS = re.compile(r"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_MESSAGE_ID = re.compile(
    r"^Message-ID:\s*<([0-9a-f-]{36})@([^>\s]+)>", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True)
class Bounce:
    """``mail`` is the id of the outbox row, ``code`` the enhanced status, for example 5.1.1."""

    mail: uuid.UUID
    code: str


def read(raw: bytes) -> Bounce | None:
    """Return what a report says, None for anything else: other mail, delays, foreign mails."""
    # The forgiving policy: reports come from all kinds of servers, and some from attackers.
    message = email.message_from_bytes(raw[:LARGEST], policy=email.policy.compat32)
    code = original = ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            found = _STATUS.search(_text(part))
            code = found[1] if found else ""
        elif kind in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            original = _text(part)
    about = _MESSAGE_ID.search(original)
    is_ours = about and about[2].lower() == (urlsplit(settings.SITE_URL).hostname or "")
    if not about or not is_ours or not code.startswith("5"):
        return None
    try:
        return Bounce(uuid.UUID(about[1]), code)
    except ValueError:
        return None


def _text(part: Message) -> str:
    """Return a part as text, nested messages with their headers; strange bytes become marks."""
    payload: Any = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(inner.as_bytes().decode("ascii", "replace") for inner in payload)
    return str(payload)


@transaction.atomic
def note(raw: bytes) -> OutboxMail | None:
    """Mark the row a report is about; None when it is about none. A second report changes nothing."""
    bounce = read(raw)
    if bounce is None:
        return None
    rows = OutboxMail.objects.filter(pk=bounce.mail)
    rows.filter(bounced_at=None).update(bounced_at=timezone.now(), bounce_code=bounce.code)
    return rows.first()
