"""Anybody, the clinic too, tells us that a published review breaks a rule."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reviews import actions
from reviews.forms import ReportForm
from reviews.models import Review
from reviews.rules import HIDES_A_DAY
from trust.limits import allow, client_address
from trust.never_stored import never_stored

HOUR, DAY = 60 * 60, 24 * 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
def report(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    review = get_object_or_404(Review.objects.readable().for_page(), pk=review_id)
    form = ReportForm(request.POST or None)
    if form.is_valid() and may_report(request, form):
        try:
            store(form, review)
        except Review.DoesNotExist:
            raise Http404 from None
        return redirect("reviews:reported")
    context = {"form": form, "review": review, "clinic": review.treatment.clinic}
    return render(request, "reviews/report.html", context)


def may_report(request: HttpRequest, form: ReportForm) -> bool:
    allowed = allow("review_report", client_address(request), limit=10, seconds=HOUR)
    if not allowed:
        form.add_error(
            None,
            _("That was too often in a short time. Please try again in an hour. Nothing is lost."),
        )
    return allowed


def store(form: ReportForm, review: Review) -> None:
    data, clinic = form.cleaned_data, str(review.treatment.clinic_id)
    actions.report_review(
        review_id=review.pk,
        reason=data["reason"],
        words=data["words"],
        idempotency_key=data["form_key"],
        # Nobody can empty a clinic's page with one click after the other.
        may_hide=lambda: allow("review_hide", clinic, limit=HIDES_A_DAY, seconds=DAY),
    )


@require_GET
def reported(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/reported.html")
