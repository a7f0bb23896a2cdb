"""Pages of one writer: in no cache, in no search engine."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page as nobody else's. The address goes to no other site (same-origin).

    "no-referrer" would make browsers send "Origin: null" with our own forms, which the CSRF
    check refuses (Fetch standard, "append a request Origin header").
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        return response

    return marked
