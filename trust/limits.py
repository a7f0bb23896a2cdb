"""Rate limits counted in the database: exact over all workers, no other service needed.

Fixed windows. Keys are HMACs with a salt that changes daily; rows go after 24 hours.
"""

import ipaddress
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from trust.digests import digest
from trust.models import LimitHit

KEPT = timedelta(hours=24)
LONGEST_WINDOW = 24 * 60 * 60


def allow(name: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one more and return whether it still is within ``limit`` per ``seconds`` (≤ 1 day)."""
    if not 0 < seconds <= LONGEST_WINDOW:
        raise ValueError("a window is 1 second to 24 hours")
    start = _window(timezone.now(), seconds)
    who = digest(f"limit/{name}/{start:%Y-%m-%d}", key)
    row = LimitHit.objects.filter(name=name, key=who, window_start=start)
    # The condition is inside the UPDATE, so two workers never both take the last place.
    one_more = row.filter(count__lt=limit)
    if one_more.update(count=models.F("count") + 1):
        return True
    if limit < 1 or row.exists():
        return False
    _, first = LimitHit.objects.get_or_create(
        name=name, key=who, window_start=start, defaults={"count": 1}
    )
    return first or bool(one_more.update(count=models.F("count") + 1))


def purge(now: datetime | None = None) -> int:
    """Delete counters of windows that began more than 24 hours ago."""
    return LimitHit.objects.older_than((now or timezone.now()) - KEPT).delete()[0]


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address as far as our own proxies vouch for it.

    ``settings.TRUSTED_PROXIES`` is how many proxies of ours stand in front; each appends one entry
    to X-Forwarded-For, so everything left of them is the visitor's own claim. An IPv6 address is
    given as its /64 network, which one household can change within at will.
    """
    address = request.META.get("REMOTE_ADDR", "")
    hops = settings.TRUSTED_PROXIES
    if hops > 0:
        claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(claimed) >= hops:
            address = claimed[-hops].strip()
    return _normal(address)


def _normal(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address) + "/64"
    return str(parsed)


def _window(now: datetime, seconds: int) -> datetime:
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=UTC)
