"""Public pages only read: a GET that writes is an error, found by the first test that runs it."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

_WRITE = re.compile(
    r"""\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|MERGE\s+INTO|UPDATE(?:\s+ONLY)?
        |DELETE\s+FROM(?:\s+ONLY)?|TRUNCATE(?:\s+TABLE)?)\s+["`]?(?:public"?\.)?"?(\w+)""",
    re.IGNORECASE | re.VERBOSE,
)
# A write behind WITH …: the ORM makes none, so any of the words is refused.
_WRITE_BEHIND_WITH = re.compile(
    r"\s*WITH\b.*\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b", re.IGNORECASE | re.DOTALL
)
# Written by the machinery of signing in and of counting, not by a page.
EXEMPT = ("django_session", "axes_", "otp_", "trust_limithit")


class WriteInGet(RuntimeError):
    """A view wrote to the database while it answered a GET."""


def writes_on_get(reason: str) -> Callable[[Any], Any]:
    """Allow a view to write on GET; the reason stands beside it for the reader."""
    if not reason.strip():
        raise ValueError("say why this view writes on GET")

    def mark(view: Any) -> Any:
        view.writes_on_get = reason
        return view

    return mark


class _Guard:
    """Wraps each statement (``connection.execute_wrapper``); asleep until the view is known."""

    def __init__(self) -> None:
        self.awake = False

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.awake:
            table = _written_table(str(sql))
            if table is not None and not table.startswith(EXEMPT):
                raise WriteInGet(f"GET writes to {table}; a view that must says @writes_on_get")
        return execute(sql, params, many, context)


class ReadOnlyGet:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or _is_admin(request):
            return self.get_response(request)
        guard = request._read_only_guard = _Guard()  # type: ignore[attr-defined]
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(guard))
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        guard = getattr(request, "_read_only_guard", None)
        if guard is not None:
            guard.awake = not getattr(view, "writes_on_get", "")


def _is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.ADMIN_PATH}")


def _written_table(sql: str) -> str | None:
    found = _WRITE.match(sql)
    if found:
        return found.group(1).lower()
    return "a table behind WITH" if _WRITE_BEHIND_WITH.match(sql) else None
