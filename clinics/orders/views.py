"""Staff pages of official orders: enter, see what they touch, show, lift."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinics.actions import AlreadyDecided
from clinics.models import Clinic, OfficialOrder, OrderAddressee, OrderTarget
from clinics.orders import actions, entering, forms
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import ADMINISTRATOR, LISTING_EDITOR, VERIFIER


def page(
    request: HttpRequest, template: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    found = admin_context(request, title=title, **context)
    return render(request, template, found, status=status)


def conflict(request: HttpRequest, order: OfficialOrder | None) -> HttpResponse:
    """Somebody else was first: nothing was written, and the way back is shown."""
    return page(request, "clinics/orders/conflict.html", _("Somebody was faster"), 409, order=order)


@role_required(LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
def order_list(request: HttpRequest) -> HttpResponse:
    """Orders that wait first, the oldest on top; then all others, the newest on top."""
    rows = OfficialOrder.objects.annotate(shown=Count("targets")).prefetch_related("addressees")
    rows = rows.order_by(F("waits_since").asc(nulls_last=True), "-date", "-pk")
    found = Paginator(rows, 50).get_page(request.GET.get("page"))
    return page(request, "clinics/orders/list.html", _("Official orders"), page=found)


@role_required(LISTING_EDITOR)
def order_new(request: HttpRequest) -> HttpResponse:
    form = forms.OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            order = entering.enter_order(words=form.words(), by=request.user)
        except entering.AlreadyEntered as error:
            messages.info(request, _("This order stands here already."))
            return redirect("admin:order", pk=error.order.pk)
        except entering.RemovedBefore as error:
            form.add_error(None, removed_words(error))
        else:
            messages.success(request, _("Saved. See which listings it touches; none shows it yet."))
            return redirect("admin:order", pk=order.pk)
    status = 422 if form.errors else 200
    return page(request, "clinics/orders/new.html", _("Enter an order"), status, form=form)


def removed_words(error: entering.RemovedBefore) -> str:
    return _("Two people removed this order on %(day)s. Ask a verifier first.") % {
        "day": error.removal.decided_at.date().isoformat()
    }


@role_required(LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: what it touches, where it shows, and the ways on."""
    found = get_object_or_404(
        OfficialOrder.objects.select_related("source", "lifted_source", "entered_by"), pk=pk
    )
    return _show(request, found, _decide_form(found))


def _decide_form(found: OfficialOrder, data: Any = None) -> forms.DecideForm:
    return forms.DecideForm(data, order=found, matches=actions.find_touched(found))


def _show(
    request: HttpRequest,
    found: OfficialOrder,
    decide: forms.DecideForm,
    status: int = 200,
    **bound: Any,
) -> HttpResponse:
    ids = {match.clinic_id for matches in decide.found.values() for match in matches}
    clinics = Clinic.objects.in_bulk(ids | {match.clinic_id for match in decide.names})
    targets = found.targets.select_related("clinic", "addressee", "decided_by")
    return page(
        request, "clinics/orders/order.html", _("Official order"), status, order=found, decide=decide,
        groups=list(decide.groups(clinics)), addressees=decide.addressees,
        targets=Paginator(targets.order_by("pk"), 100).get_page(request.GET.get("page")),
        removals=found.removals.select_related("asked_by", "clinic").order_by("pk"),
        **({"show_form": forms.ShowForm(), "addressee_form": forms.AddresseeForm()} | bound),
    )  # fmt: skip


@require_POST
@role_required(LISTING_EDITOR)
def order_decide(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(OfficialOrder.objects.select_related("source"), pk=pk)
    form = _decide_form(found, request.POST)
    if not form.is_valid():
        return _show(request, found, form, 422)
    try:
        actions.decide_order(order=found, by=request.user, **form.decision())
    except AlreadyDecided:
        return conflict(request, found)
    messages.success(request, _("Done. Later listings with these numbers show it, too."))
    return redirect("admin:order", pk=pk)


@require_POST
@role_required(LISTING_EDITOR)
def order_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an order on any listing, by decision of staff."""
    found = get_object_or_404(OfficialOrder.objects.select_related("source"), pk=pk)
    form = forms.ShowForm(request.POST)
    if not form.is_valid():
        return _show(request, found, _decide_form(found), 422, show_form=form)
    try:
        actions.show_on_listing(order=found, by=request.user, **form.cleaned_data)
    except AlreadyDecided:
        form.add_error("clinic", _("The order shows there already."))
        return _show(request, found, _decide_form(found), 422, show_form=form)
    messages.success(request, _("The order shows on this listing now."))
    return redirect("admin:order", pk=pk)


@require_POST
@role_required(LISTING_EDITOR)
def order_addressee(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a further number or name, or take back one that found nothing yet (``drop``)."""
    found = get_object_or_404(OfficialOrder.objects.select_related("source"), pk=pk)
    if request.POST.get("drop", "").isdecimal():
        drop = min(int(request.POST["drop"][:19]), 2**62)
        addressee = get_object_or_404(OrderAddressee, pk=drop, order=found)
        if not entering.drop_addressee(addressee=addressee):
            messages.error(request, _("This one stays: it found listings, or it is the only one."))
        return redirect("admin:order", pk=pk)
    form = forms.AddresseeForm(request.POST)
    if not form.is_valid():
        return _show(request, found, _decide_form(found), 422, addressee_form=form)
    entering.add_addressee(order=found, **form.cleaned_data)
    return redirect("admin:order", pk=pk)


@role_required(LISTING_EDITOR)
def order_lift(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(OfficialOrder, pk=pk)
    form = forms.LiftForm(request.POST or None, order=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.lift_order(order=found, by=request.user, **form.cleaned_data)
        except AlreadyDecided:
            return conflict(request, found)
        messages.success(request, _("Noted. The order stays on its listings, as lifted."))
        return redirect("admin:order", pk=pk)
    status = 422 if form.errors else 200
    return page(
        request,
        "clinics/orders/lift.html",
        _("An order was lifted"),
        status,
        order=found,
        form=form,
    )


@role_required(LISTING_EDITOR)
def order_reword(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the scope sentence of one listing."""
    target = get_object_or_404(OrderTarget.objects.select_related("order", "clinic"), pk=pk)
    first = {"scope_en": target.scope_en, "scope_ja": target.scope_ja}
    form = forms.ScopeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        actions.reword_target(target=target, by=request.user, **form.cleaned_data)
        return redirect("admin:order", pk=target.order_id)
    status = 422 if form.errors else 200
    return page(
        request, "clinics/orders/reword.html", _("Correct the scope"), status, order=target.order, target=target,
        form=form,
    )  # fmt: skip
