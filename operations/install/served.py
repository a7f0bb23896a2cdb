"""The site as a visitor gets it: status, headers and cookies, asked over the network."""

import http.client
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings

from operations.install.findings import Check, Finding, fail, judge, ok, skipped
from trust.middleware.headers import ALWAYS, CONTENT_SECURITY_POLICY, ONLY_WITH_TLS

Answer = tuple[int, http.client.HTTPMessage]
HIDDEN = ("/metrics", "/.git/HEAD", "/.env", "/static/", "/media/", "/manage.py")


def checks(url: str, certificate: str | None = None) -> dict[str, Check]:
    """Return the checks of the site at ``url``; ``certificate`` is a file with its own authority."""

    def ask(path: str, method: str = "GET") -> Answer:
        return _ask(url, path, method, certificate)

    def with_ask(check: Callable[[Callable[..., Answer]], Finding]) -> Check:
        return lambda: check(ask)

    return {
        "site answers": with_ask(site_answers),
        "headers": with_ask(headers),
        "cookies": with_ask(cookies),
        "closed addresses": with_ask(closed),
        "methods": with_ask(methods),
        "redirect to https": lambda: redirect(url),
    }


def site_answers(ask: Callable[..., Answer]) -> Finding:
    try:
        status = ask("/healthz")[0], ask("/")[0]
    except (OSError, http.client.HTTPException) as error:
        return fail("site answers", type(error).__name__, "is the web service running?")
    told = [] if status == (200, 200) else [f"/healthz {status[0]}, / {status[1]}"]
    return judge("site answers", told, "read the log of the web service")


def headers(ask: Callable[..., Answer]) -> Finding:
    """Pages, errors and the sign-in carry every header."""
    wanted = {**ALWAYS, **(ONLY_WITH_TLS if settings.HTTPS else {})}
    problems = []
    for path in ("/", "/no-such-page/", f"/{settings.ADMIN_PATH}login/"):
        found = ask(path)[1]
        policy = found.get("Content-Security-Policy", "")
        if not policy.startswith(CONTENT_SECURITY_POLICY):
            problems.append(f"{path} Content-Security-Policy")
        problems += [f"{path} {name}" for name in wanted if len(found.get_all(name) or []) != 1]
    mend = "let the proxy pass the site's headers on and add none of its own"
    return judge("headers", problems, mend, f"{len(wanted) + 1} on each of 3 pages")


def cookies(ask: Callable[..., Answer]) -> Finding:
    sent = ask(f"/{settings.ADMIN_PATH}login/")[1].get_all("Set-Cookie") or []
    if not sent:
        return skipped("cookies", "the sign-in page set none")
    problems = []
    for cookie in sent:
        name, rest = cookie.split("=", 1)[0], cookie.lower()
        needed = ["httponly", "samesite="] + (["secure", "path=/"] if settings.HTTPS else [])
        problems += [f"{name} without {word}" for word in needed if word not in rest]
        if settings.HTTPS and not name.startswith("__Host-"):
            problems.append(f"{name} without __Host-")
    return judge("cookies", problems, "HTTPS=1, and let the proxy pass cookies on unchanged")


def closed(ask: Callable[..., Answer]) -> Finding:
    """No figures, no code, no listings of folders."""
    # A proxy on the same machine is told by what it adds; without one this is a friend's request.
    problems = [
        path for path in HIDDEN if ask(path)[0] == 200 and not (path == "/metrics" and _direct(ask))
    ]
    return judge("closed addresses", problems, "serve static files only; close the rest")


def _direct(ask: Callable[..., Answer]) -> bool:
    return settings.TRUSTED_PROXIES == 0


def methods(ask: Callable[..., Answer]) -> Finding:
    status = ask("/", "TRACE")[0]
    return judge("methods", ["TRACE is answered"] if status == 200 else [], "refuse TRACE")


def redirect(url: str) -> Finding:
    """Port 80 leads to the same host over HTTPS."""
    parts = urlsplit(url)
    name = "redirect to https"
    if parts.scheme != "https" or parts.port not in (None, 443):
        return skipped(name, "not asked at an own port")
    connection = http.client.HTTPConnection(parts.hostname or "", 80, timeout=10)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
    except OSError:
        return ok(name, "port 80 is closed")
    finally:
        connection.close()
    to = answer.getheader("Location", "")
    good = answer.status in {301, 308} and to.startswith(f"https://{parts.hostname}/")
    return ok(name) if good else fail(name, f"{answer.status} {to}", "let port 80 redirect")


def _ask(url: str, path: str, method: str, certificate: str | None) -> Answer:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        trusting = ssl.create_default_context(cafile=certificate)
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port or 443, timeout=15, context=trusting
        )
    else:
        connection = http.client.HTTPConnection(host, parts.port or 80, timeout=15)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()
