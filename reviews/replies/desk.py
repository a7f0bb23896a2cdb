"""The desk for replies: queue, one case, its decision. Made like the desk for reviews."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviews.desk.marks import marked
from reviews.desk.seen import seen_by, tell_if_changed
from reviews.models.reply import Reply
from reviews.replies import actions, reasons
from reviews.replies.blind import blinded, lately, waiting_replies
from reviews.replies.flags import LABELS, find_reply_flags
from reviews.seen import NotSeen
from staff.access import role_required
from staff.admin_views import admin_context
from staff.reasons import ReasonForm
from staff.roles import REVIEW_MODERATOR

PER_PAGE = 50
LATELY = 20


@role_required(REVIEW_MODERATOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    page = Paginator(waiting_replies(), PER_PAGE).get_page(request.GET.get("page"))
    cases = [blinded(reply) for reply in page.object_list]
    context = admin_context(
        request, title=_("Replies to decide"), page=page, cases=cases, decided=lately(LATELY)
    )
    return render(request, "reviews/replies/queue.html", context)


@role_required(REVIEW_MODERATOR)
@require_safe
def case(request: HttpRequest, reply_id: uuid.UUID) -> HttpResponse:
    return show_case(request, reply_id)


def show_case(
    request: HttpRequest, reply_id: uuid.UUID, refuse_form: Form | None = None
) -> HttpResponse:
    """A waiting reply with its two forms; a decided one goes to its own page."""
    reply = waiting_replies().filter(pk=reply_id).first()
    if reply is None:
        return decided(request, reply_id)
    actions.read_reply(reply_id=reply_id, by=request.user)
    case = blinded(reply)
    status = tell_if_changed(request, case.sent_at)
    context = admin_context(
        request,
        title=_("Decide a reply"),
        case=case,
        marked=marked(reply.text, find_reply_flags(reply.text), LABELS),
        reasons=reasons.REASONS,
        refuse_form=refuse_form or ReasonForm(prefix="refuse", choices=reasons.choices()),
    )
    return render(request, "reviews/replies/case.html", context, status=status)


def decided(
    request: HttpRequest, reply_id: uuid.UUID, status: int = 200, remove_form: Form | None = None
) -> HttpResponse:
    """Who decided, when and why; a public one can be taken away. 409 to who came second."""
    found = Reply.objects.select_related("review__treatment__clinic", "decided_by")
    reply = get_object_or_404(found, pk=reply_id)
    actions.read_reply(reply_id=reply_id, by=request.user)
    context = admin_context(
        request,
        title=_("Already decided") if status == 409 else _("Reply of a clinic"),
        reply=reply,
        conflict=status == 409,
        reason=reasons.BY_CODE.get(reply.reason),
        events=reply.events.select_related("by"),
        remove_form=remove_form or ReasonForm(prefix="remove", choices=reasons.choices()),
    )
    if reply.is_public and reply.sent_at and remove_form:
        status = tell_if_changed(request, reply.sent_at, status)
    return render(request, "reviews/replies/decided.html", context, status=status)


@role_required(REVIEW_MODERATOR)
@require_POST
def publish(request: HttpRequest, reply_id: uuid.UUID) -> HttpResponse:
    try:
        actions.publish_reply(reply_id=reply_id, by=request.user, seen=seen_by(request))
    except NotSeen:
        return show_case(request, reply_id)
    except actions.ReplyClosed:
        return decided(request, reply_id, status=409)
    except Reply.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Published. The clinic gets a mail."))
    return to_next()


@role_required(REVIEW_MODERATOR)
@require_POST
def refuse(request: HttpRequest, reply_id: uuid.UUID) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="refuse", choices=reasons.choices())
    if not form.is_valid():
        return show_case(request, reply_id, refuse_form=form)
    given = {"by": request.user, "seen": seen_by(request), **form.cleaned_data}
    try:
        actions.refuse_reply(reply_id=reply_id, **given)
    except NotSeen:
        return show_case(request, reply_id, refuse_form=form)
    except actions.ReplyClosed:
        return decided(request, reply_id, status=409)
    except Reply.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Refused. The clinic gets a mail with the reason."))
    return to_next()


@role_required(REVIEW_MODERATOR)
@require_POST
def remove(request: HttpRequest, reply_id: uuid.UUID) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="remove", choices=reasons.choices())
    if not form.is_valid():
        return decided(request, reply_id, remove_form=form)
    given = {"by": request.user, "seen": seen_by(request), **form.cleaned_data}
    try:
        actions.remove_reply(reply_id=reply_id, **given)
    except NotSeen:
        return decided(request, reply_id, remove_form=form)
    except actions.ReplyClosed:
        return decided(request, reply_id, status=409)
    except Reply.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Taken away. The clinic gets a mail with the reason."))
    return redirect("admin:reviews_reply", reply_id)


def to_next() -> HttpResponse:
    """The oldest reply that still waits, or the empty queue."""
    following = Reply.objects.waiting().values_list("pk", flat=True).first()
    if following is None:
        return redirect("admin:reviews_replies")
    return redirect("admin:reviews_reply", following)


urlpatterns = [
    path("replies/", queue, name="reviews_replies"),
    path("replies/<uuid:reply_id>/", case, name="reviews_reply"),
    path("replies/<uuid:reply_id>/publish/", publish, name="reviews_reply_publish"),
    path("replies/<uuid:reply_id>/refuse/", refuse, name="reviews_reply_refuse"),
    path("replies/<uuid:reply_id>/remove/", remove, name="reviews_reply_remove"),
]
