"""Queues and decisions on listings. Every POST calls an action that records who, when and why."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinics import actions, demand
from clinics.desk import forms, queues
from clinics.models import Source, Suggestion, Treatment
from staff.access import role_required
from staff.admin_views import admin_context
from staff.reasons import ReasonForm
from staff.roles import LISTING_EDITOR


def _page(
    request: HttpRequest, template: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    return render(request, template, admin_context(request, title=title, **context), status=status)


def conflict(request: HttpRequest, decided: Any) -> HttpResponse:
    """Somebody else was first: say who and when, lose nothing."""
    people = ("decided_by", "asked_by", "being_checked_by")
    who = next(filter(None, (getattr(decided, name, None) for name in people)), None)
    at = getattr(decided, "decided_at", None) or getattr(decided, "asked_at", None)
    return _page(
        request, "clinics/desk/conflict.html", _("Somebody was faster"), 409, who=who, at=at
    )


@role_required(LISTING_EDITOR)
def suggestion_queue(request: HttpRequest) -> HttpResponse:
    page = Paginator(queues.suggestions().select_related("clinic"), 50).get_page(
        request.GET.get("page")
    )
    return _page(request, "clinics/desk/suggestions.html", _("Listings to decide"), page=page)


@role_required(LISTING_EDITOR)
def suggestion_decide(request: HttpRequest, pk: Any) -> HttpResponse:
    found = get_object_or_404(Suggestion.objects.select_related("clinic"), pk=pk)
    form = ReasonForm(request.POST or None, choices=forms.SUGGESTION_REASONS)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_suggestion(
                suggestion=found,
                accept="accept" in request.POST,
                by=request.user,
                reason=form.cleaned_data["reason"],
                answer=form.cleaned_data["note"],
            )
        except actions.AlreadyDecided as error:
            return conflict(request, error.decided)
        messages.success(request, _("Decided. Here is what is left."))
        return redirect("admin:listing_suggestions")
    return _page(
        request, "clinics/desk/suggestion.html", _("Decide on a suggestion"), form=form,
        suggestion=found,
    )  # fmt: skip


@role_required(LISTING_EDITOR)
def wanted_queue(request: HttpRequest) -> HttpResponse:
    rows = queues.wanted().select_related("clinic", "being_checked_by")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    reasons = demand.reasons(page.object_list)
    for treatment in page:
        treatment.why = reasons.get(treatment.pk, "")
    return _page(request, "clinics/desk/wanted.html", _("Next to check"), page=page)


@role_required(LISTING_EDITOR)
def recheck_queue(request: HttpRequest) -> HttpResponse:
    page = Paginator(queues.rechecks(), 50).get_page(request.GET.get("page"))
    return _page(request, "clinics/desk/rechecks.html", _("Due for re-check"), page=page)


@require_POST
@role_required(LISTING_EDITOR)
def still_the_same(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, pk=pk)
    count = actions.still_the_same(source=source, by=request.user)
    messages.success(request, _("Checked today: %(count)d facts.") % {"count": count})
    return redirect("admin:listing_rechecks")


@require_POST
@role_required(LISTING_EDITOR)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    treatment = get_object_or_404(Treatment, pk=pk)
    form = ReasonForm(request.POST, choices=forms.WITHDRAW_REASONS)
    if not form.is_valid():
        messages.error(request, _("Choose a reason first."))
        return redirect("admin:listing_check", pk=pk)
    reason = ": ".join(filter(None, (form.cleaned_data["reason"], form.cleaned_data["note"])))
    try:
        actions.withdraw_treatment(treatment=treatment, by=request.user, reason=reason)
    except actions.AlreadyDecided as error:
        return conflict(request, error.decided)
    messages.success(request, _("Taken out of public view."))
    return redirect("admin:listing_wanted")
