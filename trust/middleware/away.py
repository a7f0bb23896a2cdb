"""The database (or the store of files) is away for a moment: 503, when to come again, and everything typed kept."""

import logging
from collections.abc import Callable, Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from trust.uploads.files import StorageAway

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 5
# Never written into a page; the form asks for them again.
SECRETS = ("password", "code")


class DatabaseAway:
    """Last in the list, so that every other middleware has let the request through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_away(error):
            return None
        route = request.resolver_match.view_name if request.resolver_match else "-"
        logger.warning("a service does not answer: %s at %s", type(error).__name__, route)
        response = _answer(request)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        return response


def is_away(error: BaseException) -> bool:
    """Whether the same request may succeed in a moment: no connection, a lock, a time limit."""
    if isinstance(error, InterfaceError | StorageAway):
        return True
    if not isinstance(error, OperationalError):
        return False
    # SQLite also calls a missing table "operational".
    return not type(error.__cause__).__module__.startswith("sqlite3") or "locked" in str(error)


def _answer(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith(("/api/", "/open-data/")):
        text = _("The database does not answer. Please try again in a few seconds.")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
    context = {"typed": list(_typed(request)), "has_files": bool(request.FILES)}
    return render(request, "503.html", context, status=503)


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if not any(secret in name for secret in SECRETS):
            yield from ((name, str(value)) for value in values)
