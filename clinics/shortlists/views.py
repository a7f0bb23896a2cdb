"""The page of the shortlist, and adding to it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from clinics import currencies
from clinics.picked import MOST_READ, read_ids
from clinics.shortlists import cookie
from clinics.shortlists.page import shortlist as shortlist_page
from trust.never_stored import never_stored
from trust.same_origin import same_origin_post


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
def shortlist(request: HttpRequest) -> HttpResponse:
    """One's own list, or with ``?treatment=`` a shared one, read only. POST changes one's own."""
    return _change(request) if request.method == "POST" else _page(request)


@never_stored
def _page(request: HttpRequest) -> HttpResponse:
    """Context: ``list`` (shortlists.page.Shortlist), ``share_url`` (absolute), ``back`` (the page of
    this site the reader comes from, "" if unknown), ``currencies`` to choose from.
    """
    shared = request.GET.getlist("treatment")
    texts = shared or [str(key) for key in cookie.read(request)]
    found = shortlist_page(texts, is_shared=bool(shared), currency=request.GET.get("currency", ""))
    context = {
        "list": found,
        "share_url": f"{settings.SITE_URL}{found.share_path}",
        "back": _back(request),
        "currencies": currencies.choices(),
    }
    return render(request, "clinics/shortlist.html", context)


def _change(request: HttpRequest) -> HttpResponse:
    """Add or remove what ``treatment`` names; then the page that ``next`` names, or the list."""
    ids, named = cookie.read(request), read_ids(request.POST.getlist("treatment")[:MOST_READ])
    action = request.POST.get("action")
    if action == "add":
        ids = cookie.added(ids, named)
    elif action == "remove":
        ids = cookie.removed(ids, named)
    response = redirect(_own_path(request.POST.get("next", "")) or reverse("clinics:shortlist"))
    response.status_code = 303
    response["Cache-Control"] = "no-store"
    cookie.write(response, ids)
    return response


def _own_path(text: str) -> str:
    """Return the text if it is a path of this site, else ""."""
    is_ours = url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_ours and text.startswith("/") and len(text) <= 2000 else ""


def _back(request: HttpRequest) -> str:
    """Return the page of this site that led here, for readers without scripts."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if parts.netloc != request.get_host() or parts.path == request.path:
        return ""
    return _own_path(path)
