"""Headers on every response: pages, files, redirects and errors alike."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    ]
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), browsing-topics=()",
}
ONLY_WITH_TLS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload"}


class SecurityHeaders:
    """First in the list, so nothing leaves without it. A view's own header stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _name_hidden_origin(request)
        response = self.get_response(request)
        for name, value in self.headers().items():
            response.headers.setdefault(name, value)
        return response

    def headers(self) -> dict[str, str]:
        if not settings.HTTPS:
            return {**ALWAYS, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
        policy = f"{CONTENT_SECURITY_POLICY}; upgrade-insecure-requests"
        return {**ALWAYS, **ONLY_WITH_TLS, "Content-Security-Policy": policy}


def _name_hidden_origin(request: HttpRequest) -> None:
    """Undo what Referrer-Policy: no-referrer does to the forms of our private pages.

    From such a page browsers send "Origin: null" (Fetch standard, "append a request Origin
    header"), which the CSRF check refuses. Sec-Fetch-Site, which no script can set, still says
    whether the page was ours; the CSRF token is checked as ever.
    """
    meta = request.META
    if meta.get("HTTP_ORIGIN") == "null" and meta.get("HTTP_SEC_FETCH_SITE") == "same-origin":
        try:
            meta["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        except DisallowedHost:
            return
