"""What a page depends on: the same key always means the same page."""

import hashlib
from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

from clinics.page_cache.release import release

LONGEST_QUERY = 300
MOST_VALUES = 12
# What templates print; a shared cache outlives a change of settings.
SETTINGS = (
    "DEMO", "SITE_URL", "SITE_NAME", "SITE_NAME_JA", "SAMPLE_LISTINGS", "LIST_STALE_DAYS",
    "PRICE_STALE_DAYS", "CURRENCY_STALE_DAYS", "OPERATOR_NAME", "OPERATOR_ADDRESS", "OPERATOR_EMAIL",
    "OPERATOR_FUNDING", "QUOTES_KEPT_DAYS", "SMALL_TEAM",
)  # fmt: skip


def is_plain(request: HttpRequest, known: Collection[str]) -> bool:
    """Return whether the query may make a page of its own: known names, few values, short."""
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return True
    if len(query) > LONGEST_QUERY:
        return False
    asked = {name: values for name, values in request.GET.lists() if any(values)}
    return asked.keys() <= set(known) and sum(map(len, asked.values())) <= MOST_VALUES


def page_key(request: HttpRequest, token: str) -> str:
    """Return the key of the page as it is under this public version.

    Names are sorted; the values of one name keep their order, because the last one may win.
    """
    parts = (
        token,
        str(timezone.localdate()),  # prices begin and end, facts grow old
        translation.get_language(),
        request.scheme,
        request.get_host(),
        request.path,
        sorted(request.GET.lists()) if request.META.get("QUERY_STRING") else (),
        [getattr(settings, name, "") for name in SETTINGS],
        release(),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()
