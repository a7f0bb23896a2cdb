from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinics.page_cache import cached_page
from guides import loader
from guides.placeholders import fill
from pages.about.values import live_values

CONTENT = Path(__file__).parent / "content"


@require_safe
@cached_page()
def about_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page about the site itself. The slug comes from the addresses, not from the visitor."""
    language = loader.active_language()
    document = loader.documents(CONTENT, language)[slug]
    context = {
        "document": document,
        "body": fill(document.html, live_values(language)),
        "overdue": document.is_overdue(timezone.localdate()),
    }
    return render(request, "pages/about/page.html", context)
