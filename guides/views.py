"""The guides: their index, found by words too, and one page each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics.page_cache import cached_page, keep_out
from guides import blocks
from guides.claims.reading import all_claims
from guides.glossary.marking import mark
from guides.grouping import grouped
from guides.loader import active_language, all_guides, guide
from guides.placeholders import fill
from guides.search import LONGEST, find
from guides.values import live_values


@require_safe
@cached_page(["q"])
def guide_index(request: HttpRequest) -> HttpResponse:
    """Context: ``groups``, ``claims`` (their number), ``asked`` (the words typed), ``found``."""
    language = active_language()
    asked = request.GET.get("q", "")[:LONGEST].strip()
    if asked:
        keep_out(request)
    context = {
        "groups": grouped(all_guides(language)),
        "claims": len(all_claims(language)),
        "asked": asked,
        "found": find(asked),
    }
    return render(request, "guides/index.html", context)


@require_safe
@cached_page()
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Context: ``document``, ``body`` (safe HTML), ``overdue``, ``noindex`` when long overdue."""
    language = active_language()
    document = guide(slug, language)
    if document is None:
        raise Http404(_("We have no guide at this address."))
    today = timezone.localdate()
    context = {
        "document": document,
        "body": blocks.fill(mark(fill(document.html, live_values()), language)),
        "overdue": document.is_overdue(today),
        "noindex": document.is_out_of_index(today),
    }
    return render(request, "guides/page.html", context)
