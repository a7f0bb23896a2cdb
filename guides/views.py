from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics.page_cache import cached_page
from guides.loader import active_language, all_guides, guide
from guides.placeholders import fill
from guides.values import live_values


@require_safe
@cached_page()
def guide_index(request: HttpRequest) -> HttpResponse:
    return render(request, "guides/index.html", {"guides": all_guides(active_language())})


@require_safe
@cached_page()
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    document = guide(slug, active_language())
    if document is None:
        raise Http404(_("We have no guide at this address."))
    context = {
        "document": document,
        "body": fill(document.html, live_values()),
        "overdue": document.is_overdue(timezone.localdate()),
    }
    return render(request, "guides/page.html", context)
