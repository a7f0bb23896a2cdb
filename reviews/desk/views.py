"""Queue, one case, and its decision. Scores are loaded only when nothing is left to decide."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviews import actions, reasons
from reviews.desk.blind import SHOWN, blinded, is_settled, waiting_reviews, without_scores
from reviews.desk.bursts import held_by_clinic
from reviews.desk.forms import PublishForm, RefuseForm
from reviews.desk.marks import marked
from reviews.desk.seen import seen_by, tell_if_changed
from reviews.models import Review
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import REVIEW_MODERATOR

PER_PAGE = 50
DECISION = ("reason", "decided_by", "decided_at", "public_note", "removed_at")


@role_required(REVIEW_MODERATOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    page = Paginator(waiting_reviews(), PER_PAGE).get_page(request.GET.get("page"))
    cases = [blinded(review, private=False) for review in page.object_list]
    context = admin_context(request, title=_("Reviews to decide"), page=page, cases=cases)
    context["bursts"] = held_by_clinic()
    return render(request, "reviews/desk/queue.html", context)


@role_required(REVIEW_MODERATOR)
@require_safe
def case(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    return show_case(request, review_id)


def show_case(
    request: HttpRequest,
    review_id: uuid.UUID,
    publish_form: Form | None = None,
    refuse_form: Form | None = None,
) -> HttpResponse:
    """A waiting review with its two forms; a decided one goes to its own page."""
    review = waiting_reviews().filter(pk=review_id).first()
    if review is None:
        return decided(request, review_id)
    actions.read_case(review_id=review_id, by=request.user)
    case = blinded(review)
    status = tell_if_changed(request, case.state_of)
    context = admin_context(
        request,
        title=_("Decide a review"),
        case=case,
        marked=marked(review.text),
        reasons=reasons.REASONS,
        publish_form=publish_form or PublishForm(prefix="publish"),
        refuse_form=refuse_form or refusal_form(review),
    )
    return render(request, "reviews/desk/case.html", context, status=status)


def refusal_form(review: Review, data: object = None) -> RefuseForm:
    return RefuseForm(
        data, choices=reasons.choices(), complication=bool(review.complication), prefix="refuse"
    )


def decided(request: HttpRequest, review_id: uuid.UUID, status: int = 200) -> HttpResponse:
    """Who decided, when and why. 409 to the one who came second.

    With the scores only when neither change, appeal nor report can lead to a new decision.
    """
    settled = is_settled(review_id)
    rows = Review.objects.select_related("treatment__clinic", "decided_by")
    found = rows if settled else without_scores(rows).only(*SHOWN, *DECISION)
    review = get_object_or_404(found, pk=review_id)
    actions.read_case(review_id=review_id, by=request.user)
    context = admin_context(
        request,
        title=_("Already decided") if status == 409 else _("Decided review"),
        review=review,
        settled=settled,
        case=None if settled else blinded(review, private=False),
        conflict=status == 409,
        reason=reasons.BY_CODE.get(review.reason),
        events=review.events.select_related("by"),
    )
    return render(request, "reviews/desk/decided.html", context, status=status)


@role_required(REVIEW_MODERATOR)
@require_POST
def publish(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    form = PublishForm(request.POST, prefix="publish")
    if not form.is_valid():
        return show_case(request, review_id, publish_form=form)
    try:
        actions.publish_review(
            review_id=review_id,
            by=request.user,
            note=form.cleaned_data["note"],
            seen=seen_by(request),
        )
    except (actions.NotSeen, actions.StillHeld):
        return show_case(request, review_id, publish_form=form)
    except actions.AlreadyDecided:
        return decided(request, review_id, status=409)
    except Review.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Published. The writer gets a mail."))
    return to_next(request)


@role_required(REVIEW_MODERATOR)
@require_POST
def refuse(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    review = get_object_or_404(Review.objects.only("complication"), pk=review_id)
    form = refusal_form(review, request.POST)
    if not form.is_valid():
        return show_case(request, review_id, refuse_form=form)
    given = {"by": request.user, "seen": seen_by(request), **form.cleaned_data}
    try:
        actions.refuse_review(review_id=review_id, **given)
    except actions.NotSeen:
        return show_case(request, review_id, refuse_form=form)
    except actions.AlreadyDecided:
        return decided(request, review_id, status=409)
    except Review.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Refused. The writer gets a mail with the reason."))
    return to_next(request)


def to_next(request: HttpRequest) -> HttpResponse:
    """The oldest review that still waits and can be published, or the queue."""
    following = (
        Review.objects.waiting().filter(held_since=None).values_list("pk", flat=True).first()
    )
    if following is None:
        return redirect("admin:reviews_queue")
    return redirect("admin:reviews_case", following)
