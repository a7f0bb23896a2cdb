"""Taking an order out: one person asks, another one decides."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from clinics.actions import AlreadyDecided
from clinics.models import OfficialOrder, OrderRemoval, OrderTarget
from clinics.orders import forms, removing
from clinics.orders.views import conflict, page
from staff.access import role_required
from staff.reasons import ReasonForm
from staff.roles import LISTING_EDITOR, VERIFIER


@role_required(LISTING_EDITOR, VERIFIER)
def removal_ask(request: HttpRequest, pk: int, target: int | None = None) -> HttpResponse:
    """Ask to take out an order, or with ``target`` only from one listing."""
    order = get_object_or_404(OfficialOrder.objects.select_related("source"), pk=pk)
    shown = OrderTarget.objects.filter(order=order).select_related("clinic")
    only = get_object_or_404(shown, pk=target) if target else None
    form = ReasonForm(request.POST or None, choices=forms.REMOVAL_REASONS)
    if request.method == "POST" and form.is_valid():
        try:
            removing.ask_removal(order=order, target=only, by=request.user, **form.cleaned_data)
        except AlreadyDecided:
            messages.info(request, _("Somebody asked for this already."))
        else:
            messages.success(request, _("Asked. It stays in public until a second person agrees."))
        return redirect("admin:order", pk=pk)
    status = 422 if form.errors else 200
    return page(
        request,
        "clinics/orders/remove.html",
        _("Take an order out"),
        status,
        order=order,
        target=only,
        form=form,
    )


@role_required(VERIFIER)
def removal_queue(request: HttpRequest) -> HttpResponse:
    rows = OrderRemoval.objects.waiting().select_related("order", "clinic", "asked_by")
    found = Paginator(rows.order_by("asked_at", "pk"), 50).get_page(request.GET.get("page"))
    return page(request, "clinics/orders/removals.html", _("Orders to take out"), page=found)


@role_required(VERIFIER)
def removal_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person agrees or keeps the order; who asked is refused."""
    rows = OrderRemoval.objects.select_related("order__source", "clinic", "asked_by")
    removal = get_object_or_404(rows, pk=pk)
    mine = removal.asked_by_id == request.user.pk
    if request.method == "POST":
        agrees = "confirm" in request.POST
        decide = removing.confirm_removal if agrees else removing.refuse_removal
        try:
            decide(removal=removal, by=request.user)
        except removing.SecondPersonNeeded:
            mine = True
        except AlreadyDecided:
            return conflict(request, removal.order)
        else:
            messages.success(request, _("Taken out.") if agrees else _("Kept as it was."))
            return redirect("admin:order_removals")
    return page(
        request, "clinics/orders/removal.html", _("Decide on a removal"), 403 if request.method == "POST" else 200,
        removal=removal, mine=mine,
        reason=dict(forms.REMOVAL_REASONS).get(removal.reason, removal.reason),
    )  # fmt: skip
