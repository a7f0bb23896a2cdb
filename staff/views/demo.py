"""The demo's sign-in link. Exists only with DEMO=1 and only for this computer."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from staff import entry, session
from staff.actions import enter_demo
from staff.models import EntryLink
from staff.views.onboarding import link_is_over
from trust.never_stored import never_stored


@never_stored
def demo_login(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button, POST signs in. 404 outside the demo or from another computer."""
    if not (settings.DEMO and _is_loopback(request)):
        raise Http404
    link = entry.resolve(EntryLink.Kind.DEMO, token)
    if link is None:
        return link_is_over(request)
    if request.method == "POST":
        device = enter_demo(link=link)
        if device is None:
            return link_is_over(request)
        session.open_session(request, link.user, device)
        return redirect("admin:index")
    return render(request, "staff/demo_login.html", {"person": link.user})


def _is_loopback(request: HttpRequest) -> bool:
    """The connection itself, never a forwarded header."""
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
