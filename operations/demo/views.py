"""Pages of the demonstration only: the mails that were sent."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
