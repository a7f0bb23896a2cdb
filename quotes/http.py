"""Answers that several audiences share: the 409 page, the page for a link that opens nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import translate_url
from django.utils.translation import get_language

from quotes.models import Transition
from quotes.states import IllegalMove

# Fields that no person types.
MACHINERY = {
    "csrfmiddlewaretoken", "key", "do", "seen", "how", "reason", "instead_of", "agree", "what",
    "month",
}  # fmt: skip


def see_other(to: str, *args: Any) -> HttpResponseRedirect:
    """Redirect after a POST: 303, so that every browser goes on with GET."""
    response = HttpResponseRedirect(resolve_url(to, *args))
    response.status_code = 303
    return response


def in_other_language(path: str) -> str:
    """Return the address of the same page in the other of our two languages."""
    return translate_url(path, "en" if (get_language() or "en").startswith("ja") else "ja")


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429 with the time after which the limit certainly is over."""
    response = render(request, "quotes/request/too_many.html", status=429)
    response["Retry-After"] = str(seconds)
    return response


def link_gone(request: HttpRequest) -> HttpResponse:
    """404 for a wrong, expired or revoked link alike."""
    return render(request, "quotes/link_gone.html", status=404)


def conflict_as_409(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turn IllegalMove into a page that says how things stand now."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except IllegalMove as conflict:
            row = conflict.row
            back = getattr(request, "after_conflict", request.path)
            context = {"row": row, "last": last_move(row), "back": back}
            context["other_language"] = in_other_language(back)
            context["typed"] = typed_words(request)
            return render(request, "quotes/conflict.html", context, status=409)

    return guarded


def typed_words(request: HttpRequest) -> list[str]:
    """Return the words typed into a form that came too late, so that none is lost."""
    texts = [(name, request.POST.get(name, "")) for name in request.POST]
    return [text for name, text in texts if text.strip() and name not in MACHINERY]


def last_move(row: Any) -> Transition | None:
    """Who moved the thing last, and when."""
    return Transition.objects.of(row).select_related("by").last()
