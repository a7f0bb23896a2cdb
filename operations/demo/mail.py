"""Mails of the demonstration: kept as .eml files in a private folder instead of being sent."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")


@dataclass(frozen=True)
class KeptMail:
    """One mail as the viewer shows it; ``sent_at`` is aware, ``text`` is plain text."""

    name: str
    subject: str
    recipients: str
    sent_at: datetime
    text: str


class DemoMailBackend(BaseEmailBackend):
    """Writes each mail to ``folder()`` with mode 0600; nothing leaves the computer."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            _write(message.message().as_bytes())
        return len(email_messages)


def folder() -> Path:
    """Return where the mails are kept."""
    return Path(settings.BASE_DIR) / "var" / "demo-mail"


def kept_mails(limit: int = 200) -> list[KeptMail]:
    """Return the newest mails first."""
    names = sorted((file.stem for file in folder().glob("*.eml")), reverse=True)
    mails = [kept_mail(name) for name in names[:limit]]
    return [mail for mail in mails if mail]


def kept_mail(name: str) -> KeptMail | None:
    """Return one mail by its file name without ending, or None."""
    if not NAME.fullmatch(name):
        return None
    try:
        content = (folder() / f"{name}.eml").read_bytes()
    except OSError:
        return None
    parsed = message_from_bytes(content, policy=policy.default)
    return KeptMail(
        name=name,
        subject=str(parsed["Subject"] or ""),
        recipients=str(parsed["To"] or ""),
        sent_at=_sent_at(parsed, name),
        text=_text(parsed),
    )


def _write(content: bytes) -> None:
    now = datetime.now(UTC)
    name = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    target = folder() / f"{name}.eml"
    # The viewer looks for *.eml, so it never meets a half-written file.
    fresh = target.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    fresh.replace(target)


def _sent_at(parsed: ParsedMessage, name: str) -> datetime:
    try:
        stated = parsedate_to_datetime(str(parsed["Date"]))
    except (TypeError, ValueError):
        return datetime.strptime(name[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)


def _text(parsed: ParsedMessage) -> str:
    part = parsed.get_body(preferencelist=("plain",))
    return part.get_content() if part else ""
