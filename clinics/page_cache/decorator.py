"""``@cached_page()``: answer from the kept page, or make it and keep it.

What is the same for everybody may also be read from the replica (ADR 080).
"""

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from clinics.page_cache import storing
from clinics.page_cache.key import is_plain, page_key
from clinics.page_cache.visitor import WatchedCookies, is_personal
from clinics.search import live, version
from trust.services import replica

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
            made = partial(view, request, *args, **kwargs)
            if not _same_for_everybody(request):
                return made()
            if not (settings.PAGE_CACHE and is_plain(request, known)):
                return replica.read(made)
            token = version.token()  # before the rows: these may be newer, never older
            key = page_key(request, token)
            page = storing.find(key)
            if page is not None:
                return _conditional(request, page.response(request), page.tag)
            lags = from_index and replica.read(lambda: live.lags(token))
            request.COOKIES = WatchedCookies(request.COOKIES)
            response = replica.read(made)
            if lags or not storing.may_keep(request, response):
                return response
            page = storing.page_of(response)
            if request.method == "GET":
                storing.keep(key, page)
            return _conditional(request, page.response(request), page.tag)

        return answer

    return decorate


def _same_for_everybody(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"} and not is_personal(request)


def _conditional(request: HttpRequest, response: HttpResponse, tag: str) -> HttpResponse:
    """Return the answer with its tag, or 304 when the visitor has it already."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = CONTROL
    return get_conditional_response(request, etag=tag, response=response)
