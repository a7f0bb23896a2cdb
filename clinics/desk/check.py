"""The check page: one page on which a ministry-list entry becomes a live listing."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from clinics import actions, publishing
from clinics.desk import forms, queues
from clinics.desk.actions import save_check
from clinics.desk.views import _page, conflict
from clinics.models import Clinic, Treatment
from staff.access import role_required
from staff.reasons import ReasonForm
from staff.roles import LISTING_EDITOR


def _treatment(request: HttpRequest, pk: int) -> Treatment:
    """The treatment; one that is about to be written is locked, so that no decision is undone."""
    if request.method == "POST":
        get_object_or_404(Treatment.objects.select_for_update(), pk=pk)
    return get_object_or_404(Treatment.objects.select_related("clinic", "source"), pk=pk)


def _forms(request: HttpRequest, treatment: Treatment) -> tuple[Any, Any, Any]:
    data = request.POST or None
    source = treatment.source
    return (
        forms.SourceForm(data, initial={"url": source.url if source else treatment.clinic.website}),
        forms.TreatmentForm(data, instance=treatment),
        forms.PriceForm(data, instance=treatment.prices.current().first(), prefix="price"),
    )


def _price_values(form: Any) -> dict[str, Any] | None:
    amounts = ("jpy_min", "jpy_max", "total_min", "total_max")
    return form.cleaned_data if all(form.cleaned_data.get(name) for name in amounts) else None


def _saved(treatment: Treatment) -> str:
    if not treatment.is_live:
        return _("Saved. It is not live yet.")
    if treatment.clinic.status == Clinic.Status.OPEN:
        return _("Saved. Everybody can see it now.")
    return _("Saved. The clinic is not open, so no list shows it.")


def _not_ready(treatment: Treatment) -> str:
    if treatment.is_live:
        return _("Saved, and live as before, but some things are missing.")
    return _("Saved, but not live: some things are missing.")


@role_required(LISTING_EDITOR)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Context: the three forms, ``missing`` (what the gate still lacks), ``treatment``."""
    if request.method == "POST":
        with transaction.atomic():
            return _check(request, pk)
    return _check(request, pk)


def _check(request: HttpRequest, pk: int) -> HttpResponse:
    treatment = _treatment(request, pk)
    source, facts, price = _forms(request, treatment)
    if request.method == "POST" and all([source.is_valid(), facts.is_valid(), price.is_valid()]):
        try:
            treatment = save_check(
                treatment=facts.save(commit=False),
                source_url=source.cleaned_data["url"],
                seen_on=source.cleaned_data["seen_on"],
                conditions=facts.cleaned_data["conditions"],
                price=_price_values(price),
                by=request.user,
            )
            if "publish" in request.POST:
                actions.publish_treatment(treatment=treatment, by=request.user)
                return _next(request)
            messages.success(request, _saved(treatment))
            return redirect("admin:listing_check", pk=pk)
        except actions.Contradicts as error:
            facts.tell(error.rules)
        except actions.NotReady:
            messages.warning(request, _not_ready(treatment))
            return redirect("admin:listing_check", pk=pk)
    stored = Treatment.objects.get(pk=pk)
    return _page(
        request, "clinics/desk/check.html", _("Check a listing"),
        treatment=treatment, source_form=source, form=facts, price_form=price,
        missing=publishing.missing(stored),
        has_page=stored.publication == "published"
        and Clinic.objects.with_page().filter(pk=stored.clinic_id).exists(),
        withdraw_form=ReasonForm(choices=forms.WITHDRAW_REASONS),
    )  # fmt: skip


def _next(request: HttpRequest) -> HttpResponse:
    """Go on with the next wanted entry, or say that nothing is left."""
    following = queues.wanted().filter(being_checked_by=None).first()
    if following:
        messages.success(request, _("Live. Here is the next one."))
        return redirect("admin:listing_check", pk=following.pk)
    messages.success(request, _("Live. Nothing is left in this queue."))
    return redirect("admin:listing_wanted")


@role_required(LISTING_EDITOR)
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """POST: start checking an entry, so that nobody else starts the same one."""
    treatment = get_object_or_404(Treatment, pk=pk)
    if request.method == "POST":
        try:
            actions.start_checking(treatment=treatment, by=request.user)
        except actions.AlreadyDecided as error:
            return conflict(request, error.decided)
    return redirect("admin:listing_check", pk=pk)
