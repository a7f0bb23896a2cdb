"""Whether anything about the visitor went into a page."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.cache import has_vary_header

# django.contrib.messages looks here on every page; with such a cookie a request is personal.
MESSAGES = "messages"


def is_personal(request: HttpRequest) -> bool:
    """Return whether the visitor is signed in, has a message waiting or is about to get a new
    cookie: no kept page for them."""
    cookies = request.COOKIES
    if not cookies:
        return False
    waiting = settings.SESSION_COOKIE_NAME in cookies or MESSAGES in cookies
    return waiting or bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))


class WatchedCookies(dict):
    """The cookies of a request, and whether anybody looked at one."""

    looked = False

    def get(self, name: str, default: Any = None) -> Any:
        self.looked = self.looked or name != MESSAGES
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:
        self.looked = True
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.looked = True
        return super().__contains__(name)

    def __iter__(self) -> Iterator[str]:
        self.looked = True
        return super().__iter__()

    def items(self) -> Any:
        self.looked = True
        return super().items()

    def values(self) -> Any:
        self.looked = True
        return super().values()


def went_into(request: HttpRequest, response: Any) -> bool:
    """Return whether this answer may differ from the one another visitor would get."""
    session = getattr(request, "session", None)
    return bool(
        getattr(request.COOKIES, "looked", True)
        or response.cookies
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")  # a form took its token
        or (session is not None and (session.accessed or session.modified))
        or any(has_vary_header(response, name) for name in ("Cookie", "Authorization", "*"))
    )
