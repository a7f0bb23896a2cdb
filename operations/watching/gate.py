"""Who may see more than "ok": this machine itself, or the holder of METRICS_TOKEN.

Behind nginx nobody comes from this machine (it names the visitor in a header): Prometheus shows the
token, or asks the web service's own socket.
"""

import hmac
import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

# What a proxy adds. A visitor's request that nginx passed on comes from loopback, too.
PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


def may_see(request: HttpRequest) -> bool:
    """Return whether the request shows the token, or was made on this machine without a proxy."""
    shown = request.META.get("HTTP_AUTHORIZATION", "")
    if settings.METRICS_TOKEN and shown:
        wanted = f"Bearer {settings.METRICS_TOKEN}"
        return hmac.compare_digest(shown.encode("utf-8", "replace"), wanted.encode())
    return _is_direct(request)


def _is_direct(request: HttpRequest) -> bool:
    if any(name in request.META for name in PASSED_ON):
        return False
    host = urlsplit(f"//{request.META.get('HTTP_HOST', 'localhost')}")
    try:
        named = host.hostname or ""
    except ValueError:
        return False
    # Who asks through the service's own socket has no address, and no proxy's header either.
    near = not request.META.get("REMOTE_ADDR") or _is_loopback(request.META["REMOTE_ADDR"])
    return near and (named in {"localhost", "testserver"} or _is_loopback(named))


def _is_loopback(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
