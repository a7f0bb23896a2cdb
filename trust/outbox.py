"""Mails that cannot get lost: a row in the caller's transaction, sent later by the worker.

``enqueue`` writes a row that names a template and an object. ``send_due`` claims rows one by one,
asks the template's resolver for the address and the values *now*, renders in the row's language
and sends. Address and text are never stored and never logged.
See docs/adr/011-outbox.md.
"""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone, translation

from trust.models import OutboxMail

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_TRIES = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
SERVER_WAIT = timedelta(minutes=1)
KEPT = timedelta(days=90)


class UnknownMail(LookupError):
    """The template was never registered."""


@dataclass(frozen=True)
class Letter:
    """Where one mail goes and what its templates may show."""

    to: str
    context: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "<Letter>"


Resolver = Callable[[str], Letter | None]
_resolvers: dict[str, Resolver] = {}


def register_mail(template: str, resolver: Resolver) -> None:
    """Name who answers for ``emails/<template>/``.

    ``resolver(object_id)`` runs at the moment of sending and returns a Letter, or None when there
    is nothing to say any more. Call it in the app's ``emails.py``, which is loaded at the start.
    """
    _resolvers[template] = resolver


def enqueue(
    *,
    template: str,
    object_id: object,
    language: str,
    dedupe_key: str | None = None,
    delay: timedelta | None = None,
) -> OutboxMail:
    """Write the mail into the caller's transaction; a known ``dedupe_key`` gives the old row.

    Raises UnknownMail.
    """
    if template not in _resolvers:
        raise UnknownMail(template)
    now = timezone.now()
    values: dict[str, Any] = {
        "template": template,
        "object_id": str(object_id),
        "language": language,
        "created_at": now,
        "next_try_at": now + (delay or timedelta()),
    }
    if dedupe_key is None:
        return OutboxMail.objects.create(**values)
    return OutboxMail.objects.get_or_create(dedupe_key=dedupe_key, defaults=values)[0]


def send_due(limit: int = 50) -> int:
    """Send up to ``limit`` waiting mails; returns how many the mail server accepted."""
    keys = list(OutboxMail.objects.due().values_list("pk", flat=True)[:limit])
    if not keys:
        return 0
    sent = 0
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        _wait_for_server(error)
        return 0
    try:
        for key in keys:
            mail = _claim(key)
            if mail is None:
                continue
            try:
                sent += _deliver(mail, connection)
            except Exception as error:
                _put_back(mail, error)
                if _server_is_away(error):
                    break
    finally:
        connection.close()
    return sent


def purge(now: datetime | None = None) -> int:
    """Delete rows that ended more than 90 days ago."""
    return OutboxMail.objects.finished_before((now or timezone.now()) - KEPT).delete()[0]


def try_again(*, mail: OutboxMail) -> OutboxMail:
    """Give a mail that was given up ten new tries, from now."""
    OutboxMail.objects.failed().filter(pk=mail.pk).update(
        failed_at=None, tries=0, leased_until=None, next_try_at=timezone.now()
    )
    mail.refresh_from_db()
    return mail


def _wait_for_server(error: Exception) -> None:
    """A closed door says nothing about any mail: all that are due wait a minute and lose no try.

    They are held as if by a worker, so that their own time, and with it their order, stays.
    """
    waiting = OutboxMail.objects.due().update(leased_until=timezone.now() + SERVER_WAIT)
    logger.warning("the mail server does not answer: %s, %s mails wait", _kind(error), waiting)


def _claim(key: Any) -> OutboxMail | None:
    """Take the row for five minutes; None when another worker was quicker."""
    lease = timezone.now() + LEASE
    if not OutboxMail.objects.due().filter(pk=key).update(leased_until=lease):
        return None
    return OutboxMail.objects.get(pk=key)


def _deliver(mail: OutboxMail, connection: Any) -> int:
    resolver = _resolvers.get(mail.template)
    if resolver is None:
        raise UnknownMail(mail.template)
    with translation.override(mail.language):
        letter = resolver(mail.object_id)
        message = _render(mail, letter) if letter is not None else None
    if message is None:
        _end(mail, "dropped_at")
        return 0
    message.connection = connection
    message.send()
    _end(mail, "sent_at")
    logger.info("mail %s %s sent", mail.template, mail.pk)
    return 1


def _render(mail: OutboxMail, letter: Letter) -> EmailMultiAlternatives:
    """Return the message; raises ValidationError for an address that is none."""
    validate_email(letter.to)
    folder = f"emails/{mail.template}"
    values = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME, **letter.context}
    # A line end in a subject would start a new header.
    subject = " ".join(_plain(f"{folder}/subject.txt", values).split())
    message = EmailMultiAlternatives(
        subject=subject,
        body=_plain(f"{folder}/body.txt", values),
        # The envelope's sender: where a mail server reports what it could not deliver.
        from_email=settings.BOUNCE_EMAIL or settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{mail.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        html = get_template(f"{folder}/body.html")
    except TemplateDoesNotExist:
        return message
    message.attach_alternative(html.render(dict(values)), "text/html")
    return message


def _plain(name: str, values: dict[str, Any]) -> str:
    """Render a text template without HTML escaping."""
    return get_template(name).template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]


def _end(mail: OutboxMail, moment: str) -> None:
    OutboxMail.objects.waiting().filter(pk=mail.pk).update(
        **{moment: timezone.now(), "leased_until": None, "tries": mail.tries + 1, "last_error": ""}
    )


def _put_back(mail: OutboxMail, error: Exception) -> None:
    """Wait longer after each failure (1, 2, 4 … minutes, at most 6 hours), then give up."""
    now, tries = timezone.now(), mail.tries + 1
    given_up = tries >= MOST_TRIES
    # Only while the lease is still ours: after it ran out another worker may have the row.
    OutboxMail.objects.waiting().filter(pk=mail.pk, leased_until=mail.leased_until).update(
        tries=tries,
        leased_until=None,
        next_try_at=now + min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT),
        failed_at=now if given_up else None,
        last_error=_kind(error),
    )
    # The error's text may quote the address.
    level = logging.ERROR if given_up else logging.WARNING
    logger.log(
        level, "mail %s %s not sent, try %s: %s", mail.template, mail.pk, tries, _kind(error)
    )


def _kind(error: Exception) -> str:
    code = getattr(error, "smtp_code", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    return f"{type(error).__name__} {code}".strip()[:80]


def _server_is_away(error: Exception) -> bool:
    """Whether the next mail would meet the same closed door."""
    # All errors of smtplib are OSErrors; these four are about one mail only.
    about_this_mail = (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPSenderRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPNotSupportedError,
    )
    return isinstance(error, OSError) and not isinstance(error, about_this_mail)
