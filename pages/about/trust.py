from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinics.page_cache import cached_page
from pages.about import reports


@require_safe
@cached_page()
def trust_page(request: HttpRequest) -> HttpResponse:
    """What was tested, when, with which result, and what nobody has tested."""
    return render(request, "pages/about/trust.html", {"reports": list(reports.reports())})
