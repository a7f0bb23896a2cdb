"""Complications told in reviews: a person reads, offers help where it fits, and notes it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviews import actions
from reviews.desk.blind import blinded, without_scores
from reviews.desk.forms import CareForm
from reviews.desk.seen import seen_by, tell_if_changed
from reviews.models import CareNote, Review
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import REVIEW_MODERATOR

PER_PAGE = 50


@role_required(REVIEW_MODERATOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    found = without_scores(Review.objects.complications_to_see())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    cases = [blinded(review, private=False, since=review.told_at) for review in page.object_list]
    context = admin_context(request, title=_("Complications told"), page=page, cases=cases)
    return render(request, "reviews/desk/complications.html", context)


@role_required(REVIEW_MODERATOR)
@require_safe
def case(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    return show(request, review_id)


def show(
    request: HttpRequest, review_id: uuid.UUID, form: CareForm | None = None, status: int = 200
) -> HttpResponse:
    """What was told in confidence, and the note that closes the task."""
    review = get_object_or_404(
        without_scores(Review.objects.filter(complication=True)), pk=review_id
    )
    actions.read_case(review_id=review_id, by=request.user)
    case = blinded(review, since=review.received_at)
    context = admin_context(
        request,
        title=_("A complication"),
        case=case,
        done=CareNote.objects.select_related("closed_by").filter(review=review).first(),
        is_open=Review.objects.complications_to_see().filter(pk=review_id).exists(),
        conflict=status == 409,
        form=form or CareForm(),
    )
    status = tell_if_changed(request, case.state_of, status)
    return render(request, "reviews/desk/complication.html", context, status=status)


@role_required(REVIEW_MODERATOR)
@require_POST
def close(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    form = CareForm(request.POST)
    if not form.is_valid():
        return show(request, review_id, form)
    try:
        given = {"by": request.user, "seen": seen_by(request), **form.cleaned_data}
        actions.close_complication(review_id=review_id, **given)
    except actions.NotSeen:
        return show(request, review_id, form)
    except actions.AlreadyDecided:
        return show(request, review_id, form, status=409)
    except Review.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Noted. The task is done."))
    return redirect("admin:reviews_complications")
