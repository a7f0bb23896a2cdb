"""The check page: one page on which a ministry-list entry becomes a live listing."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from clinics import actions, publishing
from clinics.checks import LABELS
from clinics.desk import forms, prefill, queues
from clinics.desk.actions import save_check
from clinics.desk.views import _page, conflict
from clinics.models import Clinic, Treatment
from staff.access import role_required
from staff.reasons import ReasonForm
from staff.roles import LISTING_EDITOR


@dataclass
class Forms:
    source: forms.SourceForm
    facts: forms.TreatmentForm
    price: forms.PriceForm

    def are_valid(self) -> bool:
        return all([self.source.is_valid(), self.facts.is_valid(), self.price.is_valid()])


class _OnlyLooking(Exception):
    """Rolls back what was written to see what would be missing."""


def _treatment(request: HttpRequest, pk: int) -> Treatment:
    """The treatment; one that is about to be written is locked, so that no decision is undone."""
    if request.method == "POST":
        get_object_or_404(Treatment.objects.select_for_update(), pk=pk)
    return get_object_or_404(Treatment.objects.select_related("clinic", "source"), pk=pk)


def _bound(request: HttpRequest, treatment: Treatment) -> Forms:
    data = request.POST
    return Forms(
        forms.SourceForm(data, clinic=treatment.clinic),
        forms.TreatmentForm(data, instance=treatment),
        forms.PriceForm(data, instance=treatment.prices.current().first(), prefix="price"),
    )


def _unbound(treatment: Treatment, values: dict[str, Any]) -> Forms:
    """The forms to fill in, ``values`` first: what was typed or read from the page."""
    source = treatment.source or prefill.last_source(treatment)
    first = {"url": source.url if source else treatment.clinic.website}
    if source and source.page_text:
        first["page_text"] = source.page_text
    return Forms(
        forms.SourceForm(initial=first | values, clinic=treatment.clinic),
        forms.TreatmentForm(instance=treatment, initial=prefill.facts_initial(treatment) | values),
        forms.PriceForm(
            instance=treatment.prices.current().first(),
            initial=prefill.without_prefix(values, "price"),
            prefix="price",
        ),
    )


@role_required(LISTING_EDITOR)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Context: ``forms``, ``reading`` (what the pasted text suggests), ``missing``, ``treatment``.

    POST: ``read`` and ``accept`` fill in and write nothing, ``look`` answers what would be
    missing, ``save`` and ``publish`` write.
    """
    if request.method != "POST":
        treatment = _treatment(request, pk)
        return _show(request, treatment, _unbound(treatment, {}))
    if "read" in request.POST or "accept" in request.POST:
        found = Treatment.objects.select_related("clinic", "source")
        return _filled(request, get_object_or_404(found, pk=pk))
    with transaction.atomic():
        treatment = _treatment(request, pk)
        if "look" in request.POST:
            return _looked(request, treatment)
        return _written(request, treatment)


def _filled(request: HttpRequest, treatment: Treatment) -> HttpResponse:
    values = prefill.typed(request.POST)
    if "accept" in request.POST:
        reading = prefill.read_for(treatment, request.POST.get("page_text", ""))
        values |= prefill.accepted(reading, request.POST)
    return _show(request, treatment, _unbound(treatment, values), read="read" in request.POST)


def _save(request: HttpRequest, treatment: Treatment, page: Forms) -> Treatment:
    amounts = ("jpy_min", "jpy_max", "total_min", "total_max")
    price = page.price.cleaned_data
    return save_check(
        treatment=page.facts.save(commit=False),
        source_url=page.source.cleaned_data["url"],
        seen_on=page.source.cleaned_data["seen_on"],
        page_text=page.source.cleaned_data["page_text"],
        languages=page.source.cleaned_data["languages"],
        conditions=page.facts.cleaned_data["conditions"],
        price=price if all(price.get(name) for name in amounts) else None,
        by=request.user,
    )


def _looked(request: HttpRequest, treatment: Treatment) -> HttpResponse:
    """What would be missing if this were saved: it is saved, looked at, and taken back."""
    page = _bound(request, treatment)
    missing = None
    if page.are_valid():
        try:
            with transaction.atomic():
                missing = publishing.missing(_save(request, treatment, page))
                raise _OnlyLooking
        except (_OnlyLooking, actions.Contradicts):
            pass
    return _show(request, treatment, page, missing=missing)


def _written(request: HttpRequest, treatment: Treatment) -> HttpResponse:
    page = _bound(request, treatment)
    if _is_stale(request, treatment):
        messages.warning(request, _changed_meanwhile(treatment))
        return _show(request, treatment, page, status=409)
    if page.are_valid():
        try:
            treatment = _save(request, treatment, page)
            if "publish" in request.POST:
                actions.publish_treatment(treatment=treatment, by=request.user)
                return _next(request, treatment)
            messages.success(request, _saved(treatment))
            return redirect("admin:listing_check", pk=treatment.pk)
        except actions.Contradicts as error:
            page.facts.tell(error.rules)
        except actions.NotReady:
            messages.warning(request, _not_ready(treatment))
            return redirect("admin:listing_check", pk=treatment.pk)
    return _show(request, treatment, page)


def _show(
    request: HttpRequest,
    treatment: Treatment,
    page: Forms,
    *,
    read: bool = False,
    missing: list[publishing.Missing] | None = None,
    status: int = 200,
) -> HttpResponse:
    stored = Treatment.objects.select_related("clinic").get(pk=treatment.pk)
    text = str(page.source["page_text"].value() or "")
    first_look = not page.source.is_bound and not stored.number
    return _page(
        request, "clinics/desk/check.html", _("Check a listing"), status=status,
        treatment=stored, seen=_version(stored), source_form=page.source, form=page.facts, price_form=page.price,
        reading=prefill.read_for(stored, text) if text and (read or first_look) else None,
        missing=publishing.missing(stored) if missing is None else missing,
        looked=missing is not None, findings=_findings(stored),
        has_page=stored.publication == "published"
        and Clinic.objects.with_page().filter(pk=stored.clinic_id).exists(),
        withdraw_form=ReasonForm(choices=forms.WITHDRAW_REASONS),
    )  # fmt: skip


def _version(treatment: Treatment) -> str:
    return treatment.updated_at.isoformat()


def _is_stale(request: HttpRequest, treatment: Treatment) -> bool:
    """Whether somebody saved the listing after this page was opened."""
    seen = request.POST.get("seen", "")
    return bool(seen) and seen != _version(treatment)


def _changed_meanwhile(treatment: Treatment) -> str:
    who = treatment.checked_by or treatment.being_checked_by
    return _(
        "Somebody (%(who)s) saved this listing while you were typing. What you typed is still "
        "here; compare it with the listing, then save again."
    ) % {"who": who or "?"}


def _findings(treatment: Treatment) -> list[tuple[str, str, str]]:
    """Open findings as (severity, what, what was seen), in the reader's words."""
    found = treatment.findings.open().order_by("pk")
    return [(f.get_severity_display(), str(LABELS.get(f.rule, f.rule)), f.detail) for f in found]


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


def _next(request: HttpRequest, done: Treatment) -> HttpResponse:
    """Go on at the same clinic, whose page is already read; else with the next wanted entry."""
    listed = Treatment.objects.listed().filter(level=Treatment.Level.LIST, being_checked_by=None)
    here = listed.filter(clinic=done.clinic_id).order_by("pk").first()
    following = here or queues.wanted().filter(being_checked_by=None).first()
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
