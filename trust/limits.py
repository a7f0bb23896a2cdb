"""Rate limits counted in the database: exact over all workers, no other service needed.

With ``REDIS_URL`` they are counted there, and in the database while Redis is away: a limit may
then be used twice in one window, never be lost (ADR 079). Fixed windows. Keys are HMACs with a salt that changes daily; rows go after 24 hours.
"""

import ipaddress
import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from trust.digests import digest
from trust.models import LimitHit

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_WITH_PORT = re.compile(r"^(?:\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+)$")
KEPT = timedelta(hours=24)
LONGEST_WINDOW = 24 * 60 * 60
_ONE_MORE = """
    INSERT INTO trust_limithit (name, "key", window_start, "count") VALUES (%s, %s, %s, 1)
    ON CONFLICT (name, "key", window_start)
    DO UPDATE SET "count" = trust_limithit."count" + 1 WHERE trust_limithit."count" < %s
    RETURNING "count"
"""


def allow(name: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one more and return whether it still is within ``limit`` per ``seconds`` (≤ 1 day)."""
    if not 0 < seconds <= LONGEST_WINDOW:
        raise ValueError("a window is 1 second to 24 hours")
    if limit < 1:
        return False
    start = _window(timezone.now(), seconds)
    who = digest(f"limit/{name}/{start:%Y-%m-%d}", key)
    if settings.REDIS_URL and (counted := _in_redis(name, who, start, seconds)) is not None:
        return counted <= limit
    # One statement that both databases know: two workers never both take the last place.
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(start)
        cursor.execute(_ONE_MORE, [name, who, moment, limit])
        return bool(cursor.fetchall())


def _in_redis(name: str, who: str, start: datetime, seconds: int) -> int | None:
    from trust.services import redis  # a site without Redis never loads it

    return redis.count(f"limit:{name}:{who}:{start.timestamp():.0f}", seconds=seconds)


def purge(now: datetime | None = None) -> int:
    """Delete counters of windows that began more than 24 hours ago."""
    return LimitHit.objects.older_than((now or timezone.now()) - KEPT).delete()[0]


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address as far as our own proxies vouch for it.

    ``settings.TRUSTED_PROXIES`` is how many proxies of ours stand in front; each appends one entry
    to X-Forwarded-For, so everything left of them is the visitor's own claim. An IPv6 address is
    given as its /64 network, which one household can change within at will. "unknown" where there
    is none, for example behind a local socket.
    """
    parsed = _vouched_for(request)
    if parsed is None:
        return "unknown"
    return f"{_house(parsed)}/64" if parsed.version == 6 else str(parsed)


def axes_address(request: HttpRequest) -> str | None:
    """Return the same as ``client_address`` in the form a database takes for an address."""
    parsed = _vouched_for(request)
    return None if parsed is None else _house(parsed)


def _vouched_for(request: HttpRequest) -> _Address | None:
    address = request.META.get("REMOTE_ADDR", "")
    hops = settings.TRUSTED_PROXIES
    if hops > 0:
        claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(claimed) >= hops:
            address = claimed[-hops].strip()
    return _parse(address)


def _parse(text: str) -> _Address | None:
    """Read "192.0.2.1", "192.0.2.1:1234", "2001:db8::1" or "[2001:db8::1]:1234"."""
    if found := _WITH_PORT.match(text):
        text = found.group("six") or found.group("four")
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        return parsed.ipv4_mapped
    return parsed


def _house(parsed: _Address) -> str:
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(parsed), 64), strict=False).network_address)
    return str(parsed)


def _window(now: datetime, seconds: int) -> datetime:
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=UTC)
