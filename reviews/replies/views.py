"""The clinic's page: the published words and a form. No account; the link says /ja/."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from reviews.models.reply import Reply
from reviews.replies import actions, reasons
from reviews.replies.forms import ReplyForm
from reviews.replies.links import REPLY
from trust import links
from trust.limits import allow
from trust.never_stored import never_stored

HOUR = 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_stored
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows; POST `do` = send or take_back."""
    found = _reply(token)
    if found is None:
        return render(request, "reviews/replies/closed.html", status=404)
    if request.method != "POST":
        return page(request, found)
    try:
        if request.POST.get("do") == "take_back":
            actions.take_back_reply(reply_id=found.pk)
            return again(request)
        return _send(request, found)
    except Reply.DoesNotExist:
        return render(request, "reviews/replies/closed.html", status=404)


def _send(request: HttpRequest, found: Reply) -> HttpResponse:
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return page(request, found, form=form)
    if not allow("review_reply", str(found.pk), limit=20, seconds=HOUR):
        form.add_error(None, _("That was too often. Please try again in an hour."))
        return page(request, found, form=form, status=429)
    try:
        actions.send_reply(reply_id=found.pk, **form.cleaned_data)
    except actions.ReplyClosed as late:
        # The words typed are shown, so that nothing is lost.
        typed = form.cleaned_data["text"]
        return page(request, _reload(late.reply), typed=typed, status=409)
    return again(request)


def page(request: HttpRequest, found: Reply, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "reply": found,
        "review": found.review,
        "clinic": found.review.treatment.clinic,
        "reason": reasons.BY_CODE.get(found.reason),
        "can_write": Reply.objects.writable().filter(pk=found.pk).exists(),
        "form": ReplyForm(initial={"text": found.text}),
        "typed": "",
        "reasons": reasons.REASONS,
        **more,
    }
    return render(request, "reviews/replies/page.html", context, status=status)


def again(request: HttpRequest) -> HttpResponse:
    """The same page with GET, so that pressing "back" sends nothing twice."""
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    return response


def _reply(token: str) -> Reply | None:
    """Of a review that everybody can read, sent to the address of today; others open nothing."""
    link = links.resolve(purpose=REPLY, token=token)
    if link is None:
        return None
    found = Reply.objects.of_published().select_related("review__treatment__clinic")
    reply = found.filter(review=link.object_id).first()
    return reply if reply and reply.reaches(reply.review.treatment.clinic) else None


def _reload(late: Reply) -> Reply:
    return Reply.objects.select_related("review__treatment__clinic").get(pk=late.pk)
