"""Print, as JSON, how each kind of visitor comes in: a cookie for staff, a path for links."""

import json
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  (all below need the setup above)
from django.contrib import auth  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django_otp import DEVICE_ID_SESSION_KEY  # noqa: E402
from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: E402

from quotes import links as quote_links  # noqa: E402
from quotes.models import QuoteRequest, Recipient  # noqa: E402
from staff.models import User  # noqa: E402
from staff.roles import ROLE_NAMES  # noqa: E402
from trust import links  # noqa: E402


def main() -> None:
    """Print {"cookies": {role: text}, "links": {role: path}}."""
    cookies = {role: f"{settings.SESSION_COOKIE_NAME}={_session(role)}" for role in ROLE_NAMES}
    found = {}
    patient = _token(quote_links.PATIENT, QuoteRequest.objects.filter(state="open"))
    if patient:
        found["patient link"] = f"/quotes/r/{patient}/"
    clinic = _token(quote_links.CLINIC, Recipient.objects.filter(request__state="open"))
    if clinic:
        found["clinic link"] = f"/ja/quotes/clinic/{clinic}/"
    print(json.dumps({"cookies": cookies, "links": found}))


def _token(purpose: str, rows: Any) -> str | None:
    for key in rows.order_by("pk").values_list("pk", flat=True):
        link = links.current(purpose=purpose, object_id=key)
        if link is not None:
            return str(link.token)
    return None


def _session(role: str) -> str:
    user = User.objects.create_user(username=f"scan-{role}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    device = TOTPDevice.objects.create(user=user, name="scan", confirmed=True)
    session = SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return str(session.session_key)


main()
