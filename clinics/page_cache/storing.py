"""The pages that are kept, and which ones may be."""

import gzip
import hashlib
import logging
from typing import Any, NamedTuple

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from clinics.page_cache.visitor import went_into

logger = logging.getLogger(__name__)

CACHE = "pages"
SECONDS = 24 * 60 * 60
LARGEST = 1_000_000  # bytes
LEVEL = 5  # a sixth of the bytes; more effort gains little


class Page(NamedTuple):
    """A kept answer, plain and packed. ``tag`` is a weak ETag: both are the same page.

    Nothing about a visitor went into it, so its packed length tells nothing either (BREACH).
    """

    body: bytes
    packed: bytes
    headers: list[tuple[str, str]]
    tag: str

    def response(self, request: HttpRequest) -> HttpResponse:
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.packed if packed else self.body, headers=dict(self.headers))
        patch_vary_headers(response, ["Accept-Encoding"])
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return response


def keep_out(request: HttpRequest) -> None:
    """Say inside a view that this page is one of too many to keep."""
    request._keep_out = True  # type: ignore[attr-defined]


def may_keep(request: HttpRequest, response: Any) -> bool:
    """Return whether everybody may get this answer as long as the version stands."""
    if getattr(request, "_keep_out", False):
        return False
    if response.status_code != 200 or response.streaming or not _is_finished(response):
        return False
    control = response.get("Cache-Control", "")
    closed = "private" in control or "no-store" in control
    return not closed and len(response.content) <= LARGEST and not went_into(request, response)


def page_of(response: HttpResponse) -> Page:
    body = response.content
    digest = hashlib.sha256(body).hexdigest()[:32]
    packed = gzip.compress(body, LEVEL, mtime=0)
    return Page(body, packed, list(response.headers.items()), f'W/"{digest}"')


def find(key: str) -> Page | None:
    """Return the kept page. A cache that does not answer is a page that is not kept."""
    try:
        found = caches[CACHE].get(key)
    except Exception as error:
        logger.warning("the page cache cannot be read: %s", type(error).__name__)
        return None
    return Page(*found) if found else None


def keep(key: str, page: Page) -> None:
    try:
        caches[CACHE].set(key, tuple(page), SECONDS)
    except Exception as error:
        logger.warning("the page cache cannot be written: %s", type(error).__name__)


def _is_finished(response: Any) -> bool:
    return bool(getattr(response, "is_rendered", True))
