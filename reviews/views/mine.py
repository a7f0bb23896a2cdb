"""The writer's own page: what became of the review, and the button that erases it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from reviews import actions, reasons
from reviews.actions.create import MINE
from reviews.models import Review
from trust import links
from trust.never_stored import never_stored


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the state; POST takes the review back and deletes what was written."""
    link = links.resolve(purpose=MINE, token=token)
    review = link and Review.objects.standing().filter(pk=link.object_id).for_page().first()
    if not review:
        return render(request, "reviews/mine_closed.html", status=404)
    if request.method == "POST":
        actions.withdraw_review(review_id=review.pk)
        return redirect("reviews:erased")
    context = {"review": review, "reason": reasons.BY_CODE.get(review.reason)}
    return render(request, "reviews/mine.html", context)


@require_GET
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/erased.html")
