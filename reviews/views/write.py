"""The review form: by the open door or by invitation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from reviews import actions
from reviews.actions.invite import invitation_of
from reviews.forms import ReviewForm, TreatmentParam
from reviews.months import month_label
from reviews.views.limits import may_send
from trust.never_stored import never_stored


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
def new(request: HttpRequest) -> HttpResponse:
    """The open door: `?treatment=<id>`."""
    treatment = TreatmentParam(request.GET).find()
    if treatment is None:
        return choose_first(request)
    form = ReviewForm(request.POST or None, treatment=treatment)
    if form.is_valid() and may_send(request, form, form.cleaned_data["email"]):
        try:
            kept = actions.start_review(
                content=form.content(),
                email=form.cleaned_data["email"],
                language=get_language() or "en",
                idempotency_key=form.cleaned_data["form_key"],
            )
            return redirect("reviews:confirm", kept.pk)
        except actions.AlreadyReviewed:
            return redirect("reviews:thanks")
    context = {"form": form, "treatment": treatment, "clinic": treatment.clinic}
    return render(request, "reviews/new.html", context)


def choose_first(request: HttpRequest) -> HttpResponse:
    """No treatment in the address, or one that nobody can review."""
    return render(
        request, "reviews/choose_first.html", status=404 if "treatment" in request.GET else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_stored
def new_by_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_of(token)
    if invitation is None or (invitation.used_at and request.method != "POST"):
        return invitation_closed(request, used=invitation is not None)
    treatment = invitation.treatment
    form = ReviewForm(request.POST or None, treatment=treatment, invitation=invitation)
    if form.is_valid() and may_send(request, form, form.cleaned_data["email"]):
        try:
            actions.submit_invited(
                invitation=invitation,
                content=form.content(),
                email=form.cleaned_data["email"],
                language=get_language() or "en",
                idempotency_key=form.cleaned_data["form_key"],
            )
            return redirect("reviews:thanks")
        except actions.InvitationUsed:
            return invitation_closed(request, used=True)
        except actions.AlreadyReviewed:
            # The page says the same as ever: whether somebody else was treated is not ours to tell.
            return redirect("reviews:thanks")
    context = {"form": form, "treatment": treatment, "clinic": treatment.clinic}
    context["month"] = month_label(invitation.treated_month)
    return render(request, "reviews/new.html", context)


def invitation_closed(request: HttpRequest, *, used: bool) -> HttpResponse:
    return render(
        request, "reviews/invitation_closed.html", {"used": used}, status=410 if used else 404
    )


@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/thanks.html")
