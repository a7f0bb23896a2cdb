"""The cookie ``shortlist``: ids joined by dots, such as 12.40.7.

Not signed: it says nothing but what to show, and every value is read as a list of ids. Scripts
read it to mark the buttons (static/js/shortlist.js), so it is not HttpOnly.
"""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from clinics.picked import read_ids

NAME = "shortlist"
MOST = 20
SECONDS = 30 * 24 * 60 * 60


def read(request: HttpRequest) -> list[int]:
    """Return the ids in the order they were added; anything may stand in the cookie."""
    return read_ids(request.COOKIES.get(NAME, "")[:500].split("."))[:MOST]


def added(ids: Sequence[int], more: Iterable[int]) -> list[int]:
    """Return the list with what still finds room."""
    return list(dict.fromkeys([*ids, *more]))[:MOST]


def removed(ids: Sequence[int], gone: Iterable[int]) -> list[int]:
    out = set(gone)
    return [key for key in ids if key not in out]


def write(response: HttpResponseBase, ids: Sequence[int]) -> None:
    """Set the cookie, or take it away with the last treatment."""
    if not ids:
        response.delete_cookie(NAME, samesite="Lax")
        return
    text = ".".join(map(str, ids))
    response.set_cookie(NAME, text, max_age=SECONDS, samesite="Lax", secure=settings.HTTPS)
