"""Nobody decides about words that changed after they were read.

Each form of a case sends along which state its page showed (reviews/desk/parts/seen.html): when
what stood there was sent. A decision holds only for that, so a page that was left open decides
nothing new, whatever else the person opened meanwhile.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from trust.access_log import last_reading

NEVER = datetime.min.replace(tzinfo=UTC)


def seen_by(request: HttpRequest) -> datetime:
    """What the page that sends this form showed; long ago if it does not say."""
    try:
        moment = datetime.fromisoformat(request.POST.get("seen", ""))
        return moment.astimezone(UTC) if moment.tzinfo else NEVER
    except (ValueError, OverflowError):
        return NEVER


def last_download(request: HttpRequest, object_type: str, object_ref: uuid.UUID) -> datetime:
    """When this person last downloaded the file; long ago if never."""
    person = {"actor": request.user, "object_type": object_type, "object_ref": object_ref}
    return last_reading(**person, action="downloaded") or NEVER


def tell_if_changed(request: HttpRequest, now: datetime, status: int = 200) -> int:
    """The status of the page: 409, and a word about it, for a form of an older state than `now`."""
    if request.method != "POST" or seen_by(request) >= now:
        return status
    messages.warning(request, _("It changed after you opened it. Please read it once more."))
    return 409
