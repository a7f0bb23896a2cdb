"""The code from the mail."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reviews import actions
from reviews.forms import CodeForm, NewCodeForm
from reviews.models import Review, UnconfirmedReview
from reviews.views.limits import may_send
from trust.never_stored import never_stored


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
def confirm(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    if Review.objects.filter(pk=review_id).exists():
        return redirect("reviews:thanks")
    form = CodeForm(request.POST or None)
    if form.is_valid() and may_send(request, form) and _take_code(form, review_id):
        return redirect("reviews:thanks")
    kept = UnconfirmedReview.objects.filter(pk=review_id).first()
    if kept is None:
        raise Http404
    context = {"form": form, "problem": "", "kept": kept}
    return render(request, "reviews/confirm.html", context)


def _take_code(form: CodeForm, review_id: uuid.UUID) -> bool:
    """Try the code; what is wrong with it is told beside the field."""
    try:
        actions.confirm_review(review_id=review_id, code=form.cleaned_data["code"])
    except actions.WrongCode as wrong:
        form.add_error("code", _wrong(wrong.left))
    except actions.CodeClosed:
        form.add_error("code", _("This code does not work any more. Ask for a new one below."))
    except actions.AlreadyReviewed:
        form.add_error(
            None,
            _(
                "We already have your review of this treatment in this month. The link in our "
                "mail leads to it: there you can erase it and write a new one."
            ),
        )
    except UnconfirmedReview.DoesNotExist:
        # A second click came first: the review is there, or it never was.
        return Review.objects.filter(pk=review_id).exists()
    else:
        return True
    return False


def _wrong(left: int) -> str:
    if left == 0:
        return _("That is not the code. Ask for a new one below.")
    return ngettext(
        "That is not the code. You can try %(left)s more time.",
        "That is not the code. You can try %(left)s more times.",
        left,
    ) % {"left": left}


@require_POST
@never_stored
def new_code(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """Mail another code, at most three in all."""
    kept = UnconfirmedReview.objects.filter(pk=review_id).first()
    if kept is None:
        return redirect("reviews:confirm", review_id)
    form = NewCodeForm({})
    if form.is_valid() and may_send(request, form, kept.email):
        try:
            actions.send_new_code(review_id=review_id)
            return redirect("reviews:confirm", review_id)
        except actions.CodeClosed:
            form.add_error(None, _("We sent three codes already. Please write the review again."))
    context = {"form": CodeForm(), "problem": form, "kept": kept}
    return render(request, "reviews/confirm.html", context)
