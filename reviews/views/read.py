"""What everybody can read: a clinic's reviews and the rules."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from clinics.models import Clinic
from reviews import bars, summary_for
from reviews.aspects import ASPECTS, ENOUGH
from reviews.ledger import half_within, site_ledger
from reviews.means import YEARS, counting, oldest_month
from reviews.models import Review
from reviews.reasons import REASONS
from reviews.replies.reasons import REASONS as REPLY_REASONS
from reviews.rules import RULES
from reviews.summary import Summary

PER_PAGE = 20


@require_safe
def clinic_reviews(request: HttpRequest, slug: str) -> HttpResponse:
    clinic = get_object_or_404(Clinic.objects.with_page(), slug=slug)
    summary = summary_for([clinic])[clinic.pk]
    chosen = bars.picked(request.GET) if summary.means else None
    archived = not chosen and "archive" in request.GET
    page = Paginator(_shown(clinic, summary, chosen, archived), PER_PAGE)
    context = {
        "clinic": clinic,
        "summary": summary,
        "spread": bars.spread(clinic, summary.rows, chosen),
        "chosen": chosen,
        "archived": archived,
        "older": 0 if summary.tie else Review.objects.archived().of_clinics([clinic]).count(),
        "half_within": half_within(Review.objects.of_clinics([clinic])),
        "removed": Review.objects.removed_with_note().of_clinics([clinic]).for_page(),
        "page": page.get_page(request.GET.get("page")),
        "base_query": chosen.query if chosen else "archive=1" if archived else "",
    }
    return render(request, "reviews/clinic.html", context)


def _shown(
    clinic: Clinic, summary: Summary, chosen: bars.Picked | None, archived: bool
) -> QuerySet[Review]:
    """The newest first, always; a bar shows the reviews it is made of."""
    if summary.tie:
        return Review.objects.none()
    found = chosen.of(counting()) if chosen else Review.objects.published()
    found = found.of_clinics([clinic]).for_page()
    if chosen:
        return found
    if archived:
        return found.filter(treated_month__lt=oldest_month())
    return found.filter(treated_month__gte=oldest_month())


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    context = {
        "aspects": ASPECTS,
        "enough": ENOUGH,
        "years": YEARS,
        "reasons": REASONS,
        "reply_reasons": REPLY_REASONS,
        "rules": RULES,
        "ledger": site_ledger(samples=False),
        "half_within": half_within(Review.objects.filter(treatment__clinic__is_sample=False)),
        "sample_ledger": site_ledger(samples=True) if settings.SAMPLE_LISTINGS else None,
    }
    return render(request, "reviews/policy.html", context)
