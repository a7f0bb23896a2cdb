"""Patients follow their links, and a coordinator works on the cases, over HTTP."""

import re
import time
from collections import Counter
from typing import Any
from uuid import uuid4

from benchmarks.drill.leaks import MARK
from benchmarks.drill.site import Site
from benchmarks.drill.smtp import Sink
from benchmarks.drill.visitor import Visitor, hidden

LINK = re.compile(r"http://drill\.example\.org(/\S*?/confirm/\S+?/)(?=\s|$)")
MOST = 60
PATIENCE = 30


def look(site: Site, answers: Counter[str], sink: Sink) -> int:
    """Confirm what can be confirmed, read it at the desk; return how many links were followed."""
    paths = _links(sink)
    for number, path in enumerate(paths):
        visitor = Visitor(site.port, f"10.230.0.{number & 255}")
        page = visitor.ask("GET", path)
        answer = visitor.ask("POST", path, hidden(page.text))
        answers[f"confirm: {answer.status}"] += 1
        visitor.ask("GET", "/quotes/mine/")
        visitor.ask("GET", f"{path[:-2]}x/")
    coordinator = signed_in(site)
    for number, key in enumerate(_cases()):
        page = coordinator.ask("GET", f"/admin/quotes/case/{key}/")
        answers[f"desk: {page.status}"] += 1
        token = next(value for name, value in hidden(page.text) if name.startswith("csrf"))
        fields = [
            *(("csrfmiddlewaretoken", token), ("key", str(uuid4()))),
            *(("text", f"{MARK} staff wrote"), ("reason", MARK)),
        ]
        for step in ("take", "ask", "refuse" if number % 2 else "close"):
            path = f"/admin/quotes/case/{key}/{step}/"
            answers[f"desk {step}: {coordinator.ask('POST', path, fields).status}"] += 1
    return len(paths)


def _links(sink: Sink) -> list[str]:
    """Return the links of mails to canaries, as soon as some have come."""
    end = time.monotonic() + PATIENCE
    found: list[str] = []
    while time.monotonic() < end and len(found) < MOST / 4:
        time.sleep(0.5)
        texts = [mail.text() for mail in sink.mails if MARK in mail.to]
        found = [path for text in texts for path in LINK.findall(text)[:1]]
    return found[:MOST]


def _cases() -> list[Any]:
    from quotes.models import QuoteRequest

    return list(QuoteRequest.objects.to_check().values_list("pk", flat=True)[:MOST])


def signed_in(site: Site) -> Visitor:
    """Return a browser of a coordinator who has passed the second factor."""
    from django.conf import settings

    visitor = Visitor(site.port, "10.240.0.1")
    visitor.cookies[settings.SESSION_COOKIE_NAME] = session_of(coordinator("drill-desk"))
    return visitor


def coordinator(name: str) -> Any:
    from django.contrib.auth.models import Group

    from staff.models import User
    from staff.roles import QUOTE_COORDINATOR

    user = User.objects.create_user(username=name, is_staff=True)
    user.groups.add(Group.objects.get(name=QUOTE_COORDINATOR))
    return user


def session_of(user: Any) -> str:
    """Return the key of a session as it stands after the code was typed."""
    from django.contrib import auth
    from django.contrib.sessions.backends.db import SessionStore
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    device = TOTPDevice.objects.create(user=user, name="drill", confirmed=True)
    session = SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return str(session.session_key)
