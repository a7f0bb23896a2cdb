"""How long a staff session lives: two stamps (Unix seconds) in the session itself."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django_otp.models import Device

from staff.models import User

STARTED = "staff_started"
SEEN = "staff_seen"
SEEN_EVERY = 30  # seconds; saves a write on most requests


def open_session(request: HttpRequest, user: User, device: Device) -> None:
    """Sign in with both factors under a new session key."""
    user.otp_device = device
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.cycle_key()
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def ended_by(request: HttpRequest) -> str:
    """ "idle" or "limit" if this session has lived too long, else "". Starts a missing clock."""
    now = int(time.time())
    session = request.session
    if STARTED not in session:
        session[STARTED] = session[SEEN] = now
    if now - session[STARTED] >= settings.STAFF_ABSOLUTE_SECONDS:
        return "limit"
    if now - session.get(SEEN, session[STARTED]) >= settings.STAFF_IDLE_SECONDS:
        return "idle"
    return ""


def touch(request: HttpRequest) -> None:
    """Note that the person is still here."""
    now = int(time.time())
    if now - request.session.get(SEEN, 0) >= SEEN_EVERY:
        request.session[SEEN] = now
