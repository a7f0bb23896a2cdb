"""The desk for receipts: what to look for, the file as a download, the decision.

Neither the words nor a score of the review stand here: they do not help to read a receipt.
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviews.desk.seen import last_download, seen_by, tell_if_changed
from reviews.models.receipt import Receipt
from reviews.receipts import actions, reasons
from reviews.receipts.blind import blinded, waiting_receipts
from reviews.receipts.desk_forms import DoesNotShowForm
from reviews.seen import NotSeen
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import REVIEW_MODERATOR
from trust.uploads.downloads import as_download

PER_PAGE = 50


@role_required(REVIEW_MODERATOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    page = Paginator(waiting_receipts(), PER_PAGE).get_page(request.GET.get("page"))
    cases = [blinded(receipt) for receipt in page.object_list]
    context = admin_context(request, title=_("Receipts to look at"), page=page, cases=cases)
    return render(request, "reviews/receipts/queue.html", context)


@role_required(REVIEW_MODERATOR)
@require_safe
def case(request: HttpRequest, receipt_id: uuid.UUID) -> HttpResponse:
    return show_case(request, receipt_id)


def show_case(
    request: HttpRequest, receipt_id: uuid.UUID, form: Form | None = None, status: int = 200
) -> HttpResponse:
    """A waiting receipt with its two buttons; otherwise what became of it."""
    receipt = waiting_receipts().filter(pk=receipt_id).first()
    if receipt is None:
        return decided(request, receipt_id)
    actions.open_receipt(receipt=receipt, by=request.user, action="read")
    case = blinded(receipt)
    status = tell_if_changed(request, case.sent_at, status)
    context = admin_context(
        request,
        title=_("Look at a receipt"),
        case=case,
        reasons=[reason for reason in reasons.REASONS if reason.code != reasons.VIRUS],
        form=form or DoesNotShowForm(prefix="refuse"),
    )
    return render(request, "reviews/receipts/case.html", context, status=status)


def decided(request: HttpRequest, receipt_id: uuid.UUID, status: int = 200) -> HttpResponse:
    """Who decided and when. 409 to the one who came second."""
    receipt = get_object_or_404(Receipt.objects.select_related("decided_by"), pk=receipt_id)
    actions.open_receipt(receipt=receipt, by=request.user, action="read")
    context = admin_context(
        request,
        title=_("Already decided") if status == 409 else _("Receipt"),
        receipt=receipt,
        conflict=status == 409,
    )
    return render(request, "reviews/receipts/decided.html", context, status=status)


@role_required(REVIEW_MODERATOR)
@require_safe
def file(request: HttpRequest, receipt_id: uuid.UUID) -> HttpResponse:
    """The file, as a download under a name of ours; each opening is written down."""
    receipt = get_object_or_404(Receipt.objects.waiting(), pk=receipt_id)
    try:
        content = actions.read_receipt(receipt=receipt, by=request.user)
    except FileNotFoundError:
        raise Http404 from None
    return as_download(content, kind=receipt.kind, name=f"receipt-{str(receipt.pk)[:8]}")


@role_required(REVIEW_MODERATOR)
@require_POST
def seen(request: HttpRequest, receipt_id: uuid.UUID) -> HttpResponse:
    downloaded = last_download(request, "reviews.receipt", receipt_id)
    looked_at = min(downloaded, seen_by(request))
    try:
        actions.confirm_receipt(receipt_id=receipt_id, by=request.user, seen=looked_at)
    except NotSeen:
        messages.warning(request, _("Please download the file and look at it first."))
        return show_case(request, receipt_id, status=409)
    except actions.ReceiptClosed:
        return decided(request, receipt_id, status=409)
    except Receipt.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Seen. The review counts now, and the file is deleted."))
    return to_next()


@role_required(REVIEW_MODERATOR)
@require_POST
def refuse(request: HttpRequest, receipt_id: uuid.UUID) -> HttpResponse:
    form = DoesNotShowForm(request.POST, prefix="refuse")
    if not form.is_valid():
        return show_case(request, receipt_id, form=form)
    given = {"by": request.user, "seen": seen_by(request), **form.cleaned_data}
    try:
        actions.refuse_receipt(receipt_id=receipt_id, **given)
    except NotSeen:
        return show_case(request, receipt_id, form=form)
    except actions.ReceiptClosed:
        return decided(request, receipt_id, status=409)
    except Receipt.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("The writer gets a mail with the reason. The file is deleted."))
    return to_next()


def to_next() -> HttpResponse:
    """The oldest receipt that still waits, or the empty queue."""
    following = Receipt.objects.waiting().values_list("pk", flat=True).first()
    if following is None:
        return redirect("admin:reviews_receipts")
    return redirect("admin:reviews_receipt", following)


urlpatterns = [
    path("receipts/", queue, name="reviews_receipts"),
    path("receipts/<uuid:receipt_id>/", case, name="reviews_receipt"),
    path("receipts/<uuid:receipt_id>/file/", file, name="reviews_receipt_file"),
    path("receipts/<uuid:receipt_id>/seen/", seen, name="reviews_receipt_seen"),
    path("receipts/<uuid:receipt_id>/refuse/", refuse, name="reviews_receipt_refuse"),
]
