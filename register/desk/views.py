"""Import with preview, differences, undo and export."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from register import actions
from register.actions.deciding import NewRowInUse
from register.actions.uploading import Preview, confirm_upload, keep_upload, preview
from register.desk import queues
from register.desk.forms import UploadForm
from register.exporting import export_name, export_rows
from register.models import Difference, PendingImport, Snapshot
from register.reading import WrongFile
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import ADMINISTRATOR, LISTING_EDITOR, VERIFIER

SHOWN = 10


def _page(
    request: HttpRequest, template: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    return render(
        request, template, admin_context(request, title=title, **context),
        status=status,
    )  # fmt: skip


@role_required(LISTING_EDITOR, ADMINISTRATOR)
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        pending = keep_upload(by=request.user, **form.cleaned_data)
        try:
            preview(pending)
        except WrongFile as error:
            pending.delete()
            form.add_error("file", str(error))
        else:
            return redirect("admin:register_preview", pk=pending.pk)
    snapshots = list(Snapshot.objects.select_related("source", "read_by")[:20])
    return _page(
        request, "register/desk/upload.html", _("Import the ministry's list"), form=form, snapshots=snapshots,
        can_be_undone=_can_be_undone(snapshots), status=200 if request.method == "GET" else 422,
    )  # fmt: skip


def _can_be_undone(snapshots: list[Snapshot]) -> set[int]:
    """The newest standing import of its classes; on the others later ones are built."""
    found, seen = set(), set()
    for snapshot in sorted(snapshots, key=lambda snapshot: -snapshot.pk):
        classes = set(snapshot.list_class)
        if snapshot.undone_at is None and classes and not classes & seen:
            found.add(snapshot.pk)
        seen |= classes if snapshot.undone_at is None else set()
    return found


@role_required(LISTING_EDITOR, ADMINISTRATOR)
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what the import would do; POST does it, or forgets the file."""
    pending = get_object_or_404(PendingImport, pk=pk, by=request.user)
    if request.method == "POST" and "discard" in request.POST:
        pending.delete()
        messages.success(request, _("Forgotten. Nothing was written."))
        return redirect("admin:register_import")
    if request.method == "POST":
        try:
            report = confirm_upload(pending, accept_shrink="accept_shrink" in request.POST)
        except WrongFile as error:
            messages.error(request, str(error))
            return redirect("admin:register_preview", pk=pk)
        messages.success(request, str(report) if report else _("This file was imported already."))
        return redirect("admin:register_import")
    found: Preview = preview(pending)
    return _page(
        request,
        "register/desk/preview.html",
        _("What this import would do"),
        pending=pending,
        preview=found,
    )


@role_required(LISTING_EDITOR, VERIFIER)
def difference_queue(request: HttpRequest) -> HttpResponse:
    page = Paginator(queues.waiting(), SHOWN).get_page(request.GET.get("page"))
    return _page(
        request, "register/desk/differences.html", _("Differences of the ministry's list"), page=page,
        groups=queues.groups(),
    )  # fmt: skip


@require_POST
@role_required(LISTING_EDITOR, VERIFIER)
def difference_decide(request: HttpRequest, pk: int) -> HttpResponse:
    difference = get_object_or_404(Difference, pk=pk)
    try:
        actions.decide(difference=difference, yes="yes" in request.POST, by=request.user)
    except actions.AlreadyDecided as error:
        messages.info(request, _("Decided already: %s") % error.decided.get_state_display())
    except NewRowInUse:
        messages.error(
            request, _("The new row is being checked or asked for, so the two cannot be joined.")
        )
    return redirect("admin:register_differences")


@require_POST
@role_required(LISTING_EDITOR, VERIFIER)
def difference_confirm_all(request: HttpRequest) -> HttpResponse:
    """Confirm what waited when the page was shown; what came later stays."""
    up_to = request.POST.get("up_to", "")
    if request.POST.get("kind") != Difference.Kind.GONE or not (
        up_to.isascii() and up_to.isdecimal() and len(up_to) < 19
    ):
        return HttpResponse(status=400)
    count = actions.decide_all(kind=Difference.Kind.GONE, up_to=int(up_to), by=request.user)
    messages.success(request, _("Confirmed: %(count)d.") % {"count": count})
    return redirect("admin:register_differences")


@require_POST
@role_required(LISTING_EDITOR, ADMINISTRATOR)
def snapshot_undo(request: HttpRequest, pk: int) -> HttpResponse:
    snapshot = get_object_or_404(Snapshot, pk=pk)
    try:
        with transaction.atomic():
            actions.undo_import(snapshot=snapshot, by=request.user)
    except actions.CannotUndo as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone. The listings stand as before this import."))
    return redirect("admin:register_import")


@role_required(LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
def snapshot_export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows of a snapshot as they were written in its file."""
    snapshot = get_object_or_404(Snapshot, pk=pk)
    response = StreamingHttpResponse(export_rows(snapshot), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{export_name(snapshot)}"'
    return response
