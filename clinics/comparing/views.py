"""The page of a comparison."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinics import currencies
from clinics.comparing.asking import comparison, to_add
from clinics.shortlists import cookie


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to 4 treatments side by side. Context: ``compared`` (asking.Comparison), ``to_add``
    (from the reader's own shortlist), ``currencies`` to choose from, ``today`` in Tokyo."""
    compared = comparison(request.GET)
    context = {
        "compared": compared,
        "to_add": to_add(cookie.read(request), compared),
        "currencies": currencies.choices(),
        "today": timezone.localdate(),
    }
    response = render(request, "clinics/compare.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, max-age=0"  # it may name the reader's own shortlist
    return response
