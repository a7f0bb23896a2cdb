"""POSTs without a CSRF token: proof by the browser that our own page sent them.

For cached pages, which carry no cookie and no token (shortlist, language, price wish).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


def is_same_origin(request: HttpRequest) -> bool:
    """Return whether the browser says that a page of this site sent the request.

    Sec-Fetch-Site cannot be set by a page's script (Fetch Metadata, W3C). A browser too old for it
    sends Origin with every POST. A request with neither is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def same_origin_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a POST through without a CSRF token when it comes from our own page; else 403."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in SAFE and not is_same_origin(request):
            return HttpResponseForbidden(
                _("This form was not sent from our own page. Please go back and try again."),
                content_type="text/plain; charset=utf-8",
            )
        return view(request, *args, **kwargs)

    return checked
