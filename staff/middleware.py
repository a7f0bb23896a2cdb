"""The rules of a staff session, applied to every address below the admin path."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from staff import session


class StaffSession:
    """Ends sessions that are idle or too old, speaks the person's language, stores nothing.

    A closed account and a changed password end a session by themselves: Django reloads
    the user and compares the password's hash on each request. Public pages are left
    alone, so they never touch the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(f"/{settings.ADMIN_PATH}"):
            return self.get_response(request)
        ended = session.ended_by(request) if request.user.is_authenticated else ""
        if ended:
            logout(request)
        elif request.user.is_authenticated:
            session.touch(request)
        with translation.override(_language(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = _to_sign_in(request, ended) if ended else self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        add_never_cache_headers(response)
        return response


def _language(request: HttpRequest) -> str:
    """The person's own language; before sign-in what the page's link or the browser asks."""
    if request.user.is_authenticated:
        return request.user.language
    asked = request.GET.get("language", "")
    if asked in dict(settings.LANGUAGES):
        return asked
    return translation.get_language_from_request(request)


def _to_sign_in(request: HttpRequest, ended: str) -> HttpResponse:
    query = {"ended": ended}
    if request.method == "GET":
        query["next"] = request.get_full_path()
    return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode(query)}")
