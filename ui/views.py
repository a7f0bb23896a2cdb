"""Error pages and the gallery of components (the gallery only in development and tests)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from ui import samples


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: 403, with words a visitor can act on."""
    return render(request, "403.html", {"form_expired": True}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for the eye, for axe and for the HTML validator.

    The address has no language of its own: ``?language=ja`` shows it in Japanese.
    """
    language = "ja" if request.GET.get("language") == "ja" else "en"
    with translation.override(language):
        context = samples.everything(request.GET.get("page", "3"))
        return render(request, "ui/gallery.html", context)
