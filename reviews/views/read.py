"""What everybody can read: a clinic's reviews and the rules."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clinics.models import Clinic
from reviews import summary_for
from reviews.aspects import ASPECTS, ENOUGH
from reviews.ledger import site_ledger
from reviews.models import Review
from reviews.reasons import REASONS
from reviews.replies.reasons import REASONS as REPLY_REASONS
from reviews.rules import RULES

PER_PAGE = 20


@require_safe
def clinic_reviews(request: HttpRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(Clinic.objects.with_page(), slug=slug)
    found = Review.objects.published().of_clinics([clinic]).for_page()
    context = {
        "clinic": clinic,
        "summary": summary_for([clinic])[clinic.pk],
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "reviews/clinic.html", context)


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    context = {
        "aspects": ASPECTS,
        "enough": ENOUGH,
        "reasons": REASONS,
        "reply_reasons": REPLY_REASONS,
        "rules": RULES,
        "ledger": site_ledger(samples=False),
        "sample_ledger": site_ledger(samples=True) if settings.SAMPLE_LISTINGS else None,
    }
    return render(request, "reviews/policy.html", context)
