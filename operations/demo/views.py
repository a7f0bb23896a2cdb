"""Pages of the demonstration only: the mails that were sent, and a way in for staff."""

import ipaddress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from operations.demo.login import fresh_login_path
from operations.demo.mail import kept_mail, kept_mails


@require_safe
@never_cache
def mail_list(request: HttpRequest) -> HttpResponse:
    """List the mails kept by the demonstration, newest first."""
    _demo_only()
    return _private(render(request, "operations/mail_list.html", {"mails": kept_mails()}))


@require_safe
@never_cache
def mail_message(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail as plain text with its links."""
    _demo_only()
    mail = kept_mail(name)
    if mail is None:
        raise Http404
    return _private(render(request, "operations/mail_message.html", {"mail": mail}))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def staff(request: HttpRequest) -> HttpResponse:
    """One button into the staff pages, on this computer only; POST makes a one-use link."""
    _demo_only()
    if not _on_this_computer(request):
        raise Http404
    if request.method == "POST":
        path = fresh_login_path()
        return redirect(path or "admin:index")
    return _private(render(request, "operations/demo_staff.html"))


def _on_this_computer(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
