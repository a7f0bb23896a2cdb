"""How open data is answered: for everybody, cacheable, without cookies, GET and HEAD only."""

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from clinics.api import errors, parameters
from clinics.page_cache.release import release
from clinics.search import live, version
from trust.services import replica

# Part of every tag: change it when the same rows are written in another way.
FORMAT = "1"
SECONDS = 300
METHODS = "GET, HEAD, OPTIONS"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
Read = Callable[[QueryDict], Any]


def entity_tag(request: HttpRequest, token: str) -> str:
    """Return the tag: release, public version, address, sorted query, language and Tokyo day.

    The day counts because prices begin and end, and checks grow old, at midnight.
    """
    asked = sorted(request.GET.lists())
    parts = (
        FORMAT,
        release(),
        token,
        request.path,
        asked,
        translation.get_language(),
        timezone.localdate(),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _known(request: HttpRequest, tag: str) -> bool:
    sent = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return tag in [one.removeprefix("W/") for one in sent]


def _answer(request: HttpRequest, view: Callable, read: Read, **kwargs: Any) -> HttpResponse:
    try:
        asked = read(request.GET)
        token = version.token()  # read before the rows: these may be newer, never older
        # A view of the index may answer from an older one while another thread builds.
        lags = getattr(view, "from_index", False) and replica.read(lambda: live.lags(token))
        tag = "" if lags else entity_tag(request, token)
        known = bool(tag) and _known(request, tag)
        made = HttpResponseNotModified if known else partial(view, request, asked, **kwargs)
        response = replica.read(made)
    except (errors.BadParameter, errors.NotListed) as error:
        return errors.answer(error)
    if tag:
        response["ETag"] = tag
    return response


def _in_language(request: HttpRequest, view: Callable, read: Read, **kwargs: Any) -> HttpResponse:
    """Answer in the language of ``lang``: no header of the browser decides."""
    try:
        language = parameters.language(request.GET)
    except errors.BadParameter as error:
        return errors.answer(error)
    with translation.override(language):
        response = _answer(request, view, read, **kwargs)
    response["Content-Language"] = language
    return response


def from_index(view: Callable) -> Callable:
    """Say that a view answers from the search index."""
    view.from_index = True  # type: ignore[attr-defined]
    return view


def open_answer(read: Read, *, by_address: bool = False) -> Callable[[Callable], Callable]:
    """Decorate ``view(request, asked, …)``; ``read`` makes ``asked`` from the query string.

    ``by_address``: the language stands in the address, not in ``lang``.
    """
    speak = _answer if by_address else _in_language

    def decorate(view: Callable) -> Callable[..., HttpResponse]:
        # Nothing here changes anything, so a POST needs no token to be told that it is no GET.
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method == "OPTIONS":
                response = HttpResponse(status=204, headers=PREFLIGHT)
            elif request.method not in {"GET", "HEAD"}:
                response = errors.json({"error": _("Ask with GET.")}, status=405)
                response["Allow"] = METHODS
            else:
                response = speak(request, view, read, **kwargs)
                patch_cache_control(response, public=True, max_age=SECONDS)
            for name, value in OPEN.items():
                response.headers.setdefault(name, value)
            return response

        return answer

    return decorate
