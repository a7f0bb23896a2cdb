"""The writer's own page: what became of the review; change it once, appeal, erase it."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from clinics.models import CommercialLink
from reviews import actions, reasons
from reviews.actions.create import MINE
from reviews.forms import AppealForm, EditForm
from reviews.models import Appeal, Review
from reviews.views.limits import may_send
from trust import links
from trust.never_stored import never_stored


def review_of(token: str) -> Review | None:
    """The review whose writer holds this link, unless it was taken back."""
    link = links.resolve(purpose=MINE, token=token)
    found = link and Review.objects.standing().filter(pk=link.object_id).for_page().first()
    return found or None


def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/mine_closed.html", status=404)


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the state; POST takes the review back and deletes what was written."""
    review = review_of(token)
    if review is None:
        return closed(request)
    if request.method == "POST":
        actions.withdraw_review(review_id=review.pk)
        return redirect("reviews:erased")
    now = timezone.now()
    context = {
        "review": review,
        "token": token,
        "reason": reasons.BY_CODE.get(review.reason),
        "may_change": review.may_change(now),
        "may_appeal": review.may_appeal(now),
        "appeal": Appeal.objects.filter(review=review).first(),
        "tie": CommercialLink.objects.active().filter(clinic=review.treatment.clinic_id).first(),
    }
    return render(request, "reviews/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
def edit(request: HttpRequest, token: str) -> HttpResponse:
    """The form once more, filled in, while the one chance to change a refused review is open."""
    review = review_of(token)
    if review is None:
        return closed(request)
    if not review.may_change(timezone.now()):
        return redirect("reviews:mine", token)
    form = EditForm(request.POST or None, review=review)
    if form.is_valid() and may_send(request, form):
        # Refused: a second click, or an appeal from another tab. The page says how it stands.
        with suppress(actions.NoMoreChance):
            actions.resubmit_review(review_id=review.pk, content=form.content())
        return redirect("reviews:mine", token)
    context = {
        "form": form,
        "treatment": review.treatment,
        "clinic": review.treatment.clinic,
        "month": review.month,
        "reason": reasons.BY_CODE.get(review.reason),
        "review": review,
        "token": token,
    }
    return render(request, "reviews/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Ask that another person looks at the refusal."""
    review = review_of(token)
    if review is None:
        return closed(request)
    if not review.may_appeal(timezone.now()):
        return redirect("reviews:mine", token)
    form = AppealForm(request.POST or None)
    if form.is_valid() and may_send(request, form):
        # Refused: changed or appealed in another tab. The page says how it stands.
        with suppress(actions.NoMoreChance):
            actions.make_appeal(
                review_id=review.pk,
                text=form.cleaned_data["text"],
                idempotency_key=form.cleaned_data["form_key"],
            )
        return redirect("reviews:mine", token)
    context = {
        "form": form,
        "review": review,
        "token": token,
        "reason": reasons.BY_CODE.get(review.reason),
        "may_change": review.may_change(timezone.now()),
    }
    return render(request, "reviews/appeal.html", context)


@require_GET
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/erased.html")
