"""The writer sends a receipt, or takes it back; both behind the private link of the mail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.actions.create import MINE
from reviews.models.receipt import MOST_TRIES, confirmable
from reviews.models.review import Review
from reviews.receipts import actions
from reviews.receipts.forms import ReceiptForm
from trust import links
from trust.limits import allow
from trust.never_stored import never_stored
from trust.uploads.files import CannotStore

MOST_AN_HOUR = 10


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what to cover; POST takes one file."""
    review = _review(token)
    if review is None or not confirmable().filter(pk=review.pk).exists():
        return render(request, "reviews/mine_closed.html", status=404)
    if request.method != "POST":
        return page(request, review, ReceiptForm())
    form = ReceiptForm()
    if not allow("review_receipt", str(review.pk), limit=MOST_AN_HOUR, seconds=3600):
        words = _("That was too often. Please try again in an hour.")
        return page(request, review, form, problem=words, status=429)
    form = ReceiptForm(request.POST, request.FILES)
    if not form.is_valid() or form.taken is None:
        return page(request, review, form)
    return _keep(request, review, form, token)


def _keep(request: HttpRequest, review: Review, form: ReceiptForm, token: str) -> HttpResponse:
    assert form.taken is not None
    try:
        actions.add_receipt(review=review, taken=form.taken, form_key=form.cleaned_data["form_key"])
    except actions.ReceiptClosed:
        words = _("We have your receipt already, or no more can be sent. Please go back.")
        return page(request, review, form, problem=words, status=409)
    except CannotStore:
        words = _("We cannot keep files just now. Please try again later.")
        return page(request, review, form, problem=words, status=507)
    return _to_mine(token)


def page(
    request: HttpRequest, review: Review, form: ReceiptForm, problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "review": review,
        "form": form,
        "problem": problem,
        "most": MOST_TRIES,
    }
    return render(request, "reviews/receipts/send.html", context, status=status)


@require_POST
@never_stored
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    review = _review(token)
    if review is None:
        return render(request, "reviews/mine_closed.html", status=404)
    actions.take_back_receipt(review_id=review.pk)
    return _to_mine(token)


def _review(token: str) -> Review | None:
    link = links.resolve(purpose=MINE, token=token)
    if link is None:
        return None
    found = Review.objects.standing().select_related("treatment__clinic")
    return found.filter(pk=link.object_id).first()


def _to_mine(token: str) -> HttpResponse:
    response = redirect("reviews:mine", token)
    response.status_code = 303
    return response
