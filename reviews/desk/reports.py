"""Reports on published reviews: keep the review or take it away, without seeing its scores."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviews import actions, reasons
from reviews.desk.blind import blinded, without_scores
from reviews.desk.forms import RemoveForm
from reviews.desk.marks import marked
from reviews.desk.seen import seen_by, tell_if_changed
from reviews.desk.views import decided
from reviews.models import Review, ReviewReport
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import REVIEW_MODERATOR

PER_PAGE = 50


def reported_reviews():  # type: ignore[no-untyped-def]
    """Reviews with open reports, those with hidden words first, then the oldest report."""
    still_open = Q(reports__outcome="")
    return (
        without_scores(Review.objects.filter(state=Review.State.PUBLISHED))
        .filter(still_open)
        .annotate(many=Count("reports"), first=Min("reports__made_at"))
        .order_by(F("text_hidden_at").asc(nulls_last=True), "first", "pk")
    )


@role_required(REVIEW_MODERATOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    page = Paginator(reported_reviews(), PER_PAGE).get_page(request.GET.get("page"))
    cases = [
        (review.many, blinded(review, private=False, since=review.first))
        for review in page.object_list
    ]
    context = admin_context(request, title=_("Reports on reviews"), page=page, cases=cases)
    return render(request, "reviews/desk/reports.html", context)


@role_required(REVIEW_MODERATOR)
@require_safe
def case(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    return show(request, review_id)


def show(
    request: HttpRequest, review_id: uuid.UUID, form: RemoveForm | None = None
) -> HttpResponse:
    """A reported review with its reports; without an open one, how it was decided."""
    review = reported_reviews().filter(pk=review_id).first()
    if review is None:
        return decided(request, review_id)
    actions.read_case(review_id=review_id, by=request.user)
    reports = list(ReviewReport.objects.waiting().filter(review=review_id))
    newest = reports[-1].made_at if reports else review.first
    status = tell_if_changed(request, newest)
    context = admin_context(
        request,
        title=_("A review that was reported"),
        case=blinded(review, private=False, since=review.first),
        marked=marked(review.text),
        reports=reports,
        newest=newest,
        reasons=reasons.REASONS,
        form=form or removal_form(review),
    )
    return render(request, "reviews/desk/report.html", context, status=status)


def removal_form(review: Review, data: object = None) -> RemoveForm:
    return RemoveForm(
        data, choices=reasons.choices(), complication=bool(review.complication), prefix="remove"
    )


@role_required(REVIEW_MODERATOR)
@require_POST
def keep(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    try:
        actions.keep_review(review_id=review_id, by=request.user, seen=seen_by(request))
    except actions.NotSeen:
        return show(request, review_id)
    except actions.AlreadyDecided:
        return decided(request, review_id, status=409)
    except Review.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("The review stays. Its reports are closed."))
    return redirect("admin:reviews_reports")


@role_required(REVIEW_MODERATOR)
@require_POST
def remove(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    review = Review.objects.only("complication").filter(pk=review_id).first()
    if review is None:
        raise Http404
    form = removal_form(review, request.POST)
    if not form.is_valid():
        return show(request, review_id, form)
    given = {"by": request.user, "seen": seen_by(request), **form.cleaned_data}
    try:
        actions.remove_review(review_id=review_id, **given)
    except actions.NotSeen:
        return show(request, review_id, form)
    except actions.AlreadyDecided:
        return decided(request, review_id, status=409)
    messages.success(request, _("Taken away. The writer gets a mail with the reason."))
    return redirect("admin:reviews_reports")
