"""Nobody decides about words that changed after they were read.

The access log knows when a person last opened a case; a decision holds only for what stood there
then. So a page that was left open decides nothing new.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from trust.access_log import last_reading

NEVER = datetime.min.replace(tzinfo=UTC)


def last_seen(
    request: HttpRequest, object_type: str, object_ref: uuid.UUID, action: str = "read"
) -> datetime:
    """When this person last opened it; long ago if never."""
    person = {"actor": request.user, "object_type": object_type, "object_ref": object_ref}
    return last_reading(**person, action=action) or NEVER


def tell_not_seen(request: HttpRequest) -> None:
    messages.warning(request, _("It changed after you opened it. Please read it once more."))
