"""Upload a sheet, see what it would do, then import it or forget it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.imports import queues, uploading
from clinics.imports.forms import SheetForm
from clinics.models import PendingSheet
from clinics.sheets import WrongFile
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import LISTING_EDITOR
from staff.safe_export import csv_text


def _page(
    request: HttpRequest, template: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    found = admin_context(request, title=title, **context)
    return render(request, template, found, status=status)


def _title(kind: str) -> str:
    if kind not in uploading.KINDS:
        raise Http404
    return _("Import orders") if kind == PendingSheet.Kind.ORDERS else _("Import our own sheet")


@role_required(LISTING_EDITOR)
def sheet_import(request: HttpRequest, kind: str) -> HttpResponse:
    title = _title(kind)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        pending = uploading.keep_sheet(kind=kind, by=request.user, **form.cleaned_data)
        try:
            uploading.check_sheet(pending)
        except WrongFile as error:
            pending.delete()
            form.add_error("file", str(error))
        else:
            return redirect("admin:sheet_preview", pk=pending.pk)
    columns = uploading.KINDS[kind].columns
    return _page(
        request, "clinics/imports/upload.html", title, 200 if request.method == "GET" else 422, form=form, kind=kind,
        columns=columns,
    )  # fmt: skip


@role_required(LISTING_EDITOR)
def sheet_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what the import would do; POST does it, or forgets the file."""
    pending = get_object_or_404(PendingSheet, pk=pk, by=request.user)
    if request.method == "POST" and "discard" in request.POST:
        pending.delete()
        messages.success(request, _("Forgotten. Nothing was written."))
        return redirect("admin:sheet_import", kind=pending.kind)
    if request.method == "POST":
        try:
            report = uploading.confirm_sheet(pending=pending)
        except uploading.AlreadyTaken:
            messages.info(request, _("This file was imported already."))
            return redirect("admin:sheet_import", kind=pending.kind)
        title = _("What this import did")
        return _page(
            request, "clinics/imports/report.html", title, report=report, pending=pending, done=True
        )
    title = _("What this import would do")
    report = uploading.preview(pending)
    return _page(
        request, "clinics/imports/report.html", title, report=report, pending=pending, done=False
    )


@role_required(LISTING_EDITOR)
def sheet_template(request: HttpRequest, kind: str) -> HttpResponse:
    """A CSV with the header in the reader's language and one invented row."""
    _title(kind)
    chosen = uploading.KINDS[kind]
    japanese = vocabulary.is_japanese()
    header = [column.also[0] if japanese else column.name for column in chosen.columns]
    row = [chosen.sample.get(column.name, "") for column in chosen.columns]
    text, _count = csv_text(header, [row])
    return HttpResponse(
        text.encode(),
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{kind}-template.csv"',
        },
    )


@role_required(LISTING_EDITOR)
def draft_queue(request: HttpRequest) -> HttpResponse:
    rows = queues.drafts().select_related("clinic", "being_checked_by")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return _page(request, "clinics/imports/drafts.html", _("Drafts to check"), page=page)
