"""A form with a file that is far too large is answered before its body is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What a form weighs around its file.
AROUND = 100_000


class TooBig:
    """413 by the declared length. Without a length Django reads nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length[:20]) <= settings.UPLOAD_MOST_BYTES + AROUND:
            return self.get_response(request)
        most = settings.UPLOAD_MOST_BYTES // 1_000_000
        response = render(request, "413.html", {"most": most}, status=413)
        response["Connection"] = "close"
        response["Cache-Control"] = "no-store"
        return response
