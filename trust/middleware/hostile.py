"""Bytes that no person types are answered with a plain 400, never with an error page."""

import itertools
import logging
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
# The same, percent-encoded: NUL, and UTF-8 of a lone surrogate.
_NOT_TEXT_ENCODED = re.compile("%00|%ed%[ab][0-9a-f]%[89ab][0-9a-f]", re.IGNORECASE)
_escaped = itertools.count(1)
# They would send back what the browser sent, cookies and all; nothing of ours needs them.
_ECHOING = {"TRACE", "TRACK", "CONNECT"}


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _refusal() -> HttpResponse:
    return _plain(_("This address or form holds characters that are not text."), 400)


class HostileInput:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _ECHOING:
            return _plain(_("This way of asking is not offered."), 405)
        address = f"{request.path}?{request.META.get('QUERY_STRING', '')}"
        if _NOT_TEXT_ENCODED.search(address) or _any_bad([address, *request.COOKIES.values()]):
            return _refusal()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        try:
            values = itertools.chain(*([name, *got] for name, got in request.POST.lists()))
            names = (file.name or "" for file in request.FILES.values())
            return _refusal() if _any_bad(itertools.chain(values, names)) else None
        except RequestDataTooBig:
            return _plain(_("This is too long to send in one go."), 413)
        except UnreadablePostError:
            return _refusal()

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The last resort: a value that only the database refused. Each case is a bug to mend."""
        if not _is_about_the_value(error):
            return None
        route = request.resolver_match.view_name if request.resolver_match else "-"
        logger.error(
            "hostile input reached the database: %s at %s, %s since start",
            type(error).__name__,
            route,
            next(_escaped),
        )
        return _refusal()


def _any_bad(values: Iterable[Any]) -> bool:
    return any(isinstance(value, str) and _NOT_TEXT.search(value) for value in values)


def _is_about_the_value(error: Exception) -> bool:
    if isinstance(error, DataError | UnicodeEncodeError | OverflowError):
        return True
    return isinstance(error, ValueError) and "NUL (0x00)" in str(error)  # said by psycopg2
