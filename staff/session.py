"""How long a staff session lives: two stamps (Unix seconds) in the session itself; which ones are open."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_otp.models import Device

from staff.models import User

STARTED = "staff_started"
SEEN = "staff_seen"
SEEN_EVERY = 30  # seconds; saves a write on most requests


@dataclass(frozen=True)
class OpenSession:
    """One sign-in of a person. No device or address is kept, so it is told by its times alone."""

    name: str  # says nothing about the session's key
    started: datetime
    seen: datetime

    def __str__(self) -> str:
        return _("signed in %(started)s, last used %(seen)s") % {
            "started": _moment(self.started),
            "seen": _moment(self.seen),
        }


def open_session(request: HttpRequest, user: User, device: Device) -> None:
    """Sign in with both factors under a new session key."""
    user.otp_device = device
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.cycle_key()
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def ended_by(request: HttpRequest) -> str:
    """ "idle" or "limit" if this session has lived too long, else "". Starts a missing clock."""
    session = request.session
    if STARTED not in session:
        session[STARTED] = session[SEEN] = int(time.time())
    return _over(session[STARTED], session.get(SEEN, session[STARTED]))


def touch(request: HttpRequest) -> None:
    """Note that the person is still here."""
    now = int(time.time())
    if now - request.session.get(SEEN, 0) >= SEEN_EVERY:
        request.session[SEEN] = now


def others(request: HttpRequest) -> list[OpenSession]:
    """Return the person's sign-ins elsewhere, last used first.

    Only staff have sessions, for a working day at most: the few rows are all looked at.
    """
    found = [
        OpenSession(_name(row.session_key), _time(started), _time(seen))
        for row, started, seen in _of(request)
    ]
    return sorted(found, key=lambda one: one.seen, reverse=True)


def keys_of(request: HttpRequest, names: Iterable[str]) -> list[str]:
    """Return the session keys behind the names of ``others``; unknown names are left out."""
    wanted = set(names)
    return [row.session_key for row, *_stamps in _of(request) if _name(row.session_key) in wanted]


def _of(request: HttpRequest) -> Iterator[tuple[Session, int, int]]:
    live = Session.objects.filter(expire_date__gt=timezone.now())
    for row in live.exclude(session_key=request.session.session_key).order_by("session_key"):
        data = row.get_decoded()
        if data.get(SESSION_KEY) == str(request.user.pk):
            started = data.get(STARTED, int(time.time()))
            seen = data.get(SEEN, started)
            if not _over(started, seen):
                yield row, started, seen


def _over(started: int, seen: int) -> str:
    now = int(time.time())
    if now - started >= settings.STAFF_ABSOLUTE_SECONDS:
        return "limit"
    return "idle" if now - seen >= settings.STAFF_IDLE_SECONDS else ""


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _time(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
