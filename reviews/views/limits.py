"""How often one visitor may send, and one address be mailed."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from trust.digests import email_digest
from trust.limits import allow, client_address

HOUR = 60 * 60


def may_send(request: HttpRequest, form: Form, email: str = "") -> bool:
    """Count this sending; beyond the limit the form says when to try again."""
    allowed = allow("review_send", client_address(request), limit=20, seconds=HOUR)
    if allowed and email:
        allowed = allow("review_mail", email_digest(email), limit=5, seconds=HOUR)
    if not allowed:
        form.add_error(
            None,
            _("That was too often in a short time. Please try again in an hour. Nothing is lost."),
        )
    return allowed
