"""``@cached_page()``: answer from the kept page, or make it and keep it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from clinics.page_cache import storing
from clinics.page_cache.key import is_plain, page_key
from clinics.page_cache.visitor import WatchedCookies, is_personal
from clinics.search import live, version

CONTROL = "public, max-age=0, must-revalidate"


def cached_page(
    parameters: Iterable[str] = (), *, from_index: bool = False
) -> Callable[[Callable], Callable]:
    """Decorate a view whose GET is the same for everybody.

    ``parameters``: names in the query that may make a page of their own; a query with another
    name is answered by the view each time. ``from_index``: the page shows what the search index
    finds, which for a moment may be older than the version. Stands innermost, so that every
    middleware still runs.
    """
    known = frozenset(parameters)

    def decorate(view: Callable) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _takes_part(request, known):
                return view(request, *args, **kwargs)
            token = version.token()  # before the rows: these may be newer, never older
            key = page_key(request, token)
            page = storing.find(key)
            if page is not None:
                return _conditional(request, page.response(request), page.tag)
            lags = from_index and live.lags(token)
            request.COOKIES = WatchedCookies(request.COOKIES)
            response = view(request, *args, **kwargs)
            if lags or not storing.may_keep(request, response):
                return response
            page = storing.page_of(response)
            if request.method == "GET":
                storing.keep(key, page)
            return _conditional(request, page.response(request), page.tag)

        return answer

    return decorate


def _takes_part(request: HttpRequest, known: frozenset[str]) -> bool:
    return (
        settings.PAGE_CACHE
        and request.method in {"GET", "HEAD"}
        and not is_personal(request)
        and is_plain(request, known)
    )


def _conditional(request: HttpRequest, response: HttpResponse, tag: str) -> HttpResponse:
    """Return the answer with its tag, or 304 when the visitor has it already."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = CONTROL
    return get_conditional_response(request, etag=tag, response=response)
