"""Held bursts: see what came in at once at a clinic, and release it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from clinics.models import Clinic
from reviews import actions
from reviews.desk.blind import blinded, without_scores
from reviews.desk.forms import ReleaseForm
from reviews.models import Review
from reviews.triage.pace import FACTOR
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import REVIEW_MODERATOR

MOST_SHOWN = 200


def held_by_clinic() -> list[dict]:
    """Clinics with held reviews: id, names, how many, first and last arrival; one query."""
    clinic = "treatment__clinic"
    return list(
        Review.objects.held()
        .values(f"{clinic}_id", f"{clinic}__name_ja", f"{clinic}__name_en")
        .annotate(many=Count("pk"), first=Min("received_at"), last=Max("received_at"))
        .order_by("first")
    )


@role_required(REVIEW_MODERATOR)
@require_safe
def burst(request: HttpRequest, clinic_id: int) -> HttpResponse:
    return show(request, clinic_id, None)


def show(request: HttpRequest, clinic_id: int, form: ReleaseForm | None) -> HttpResponse:
    """The clinic's held reviews, blind, and one button for all of them."""
    clinic = get_object_or_404(Clinic, pk=clinic_id)
    held = Review.objects.held().filter(treatment__clinic=clinic)
    rows = without_scores(held).order_by("received_at", "pk")[:MOST_SHOWN]
    until = held.aggregate(until=Max("held_since"))["until"]
    context = admin_context(
        request,
        title=_("Reviews that came in unusually fast"),
        clinic=clinic,
        cases=[blinded(review, private=False) for review in rows],
        many=held.count(),
        factor=FACTOR,
        form=form or ReleaseForm(initial={"until": until}),
    )
    return render(request, "reviews/desk/burst.html", context)


@role_required(REVIEW_MODERATOR)
@require_POST
def release(request: HttpRequest, clinic_id: int) -> HttpResponse:
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return show(request, clinic_id, form)
    clinic = get_object_or_404(Clinic, pk=clinic_id)
    until = form.cleaned_data["until"]
    freed = len(actions.release_burst(clinic_id=clinic.pk, by=request.user, until=until))
    told = ngettext(
        "%(n)s review released. Each is decided on its own now.",
        "%(n)s reviews released. Each is decided on its own now.",
        freed,
    )
    messages.success(request, told % {"n": freed})
    return redirect("admin:reviews_queue")
