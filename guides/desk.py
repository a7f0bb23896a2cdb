"""Reports on guides for staff: the queue, and one decision a report."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guides import actions
from guides.models import PageReport
from staff import queues
from staff.access import role_required
from staff.admin_views import admin_context
from staff.reasons import ReasonForm
from staff.roles import LISTING_EDITOR

REASONS = [
    ("corrected", gettext_lazy("Right: corrected")),
    ("clearer", gettext_lazy("Not wrong, but now said more clearly")),
    ("source_agrees", gettext_lazy("The source says what we say")),
    ("no_source", gettext_lazy("We found no source for it")),
    ("not_our_task", gettext_lazy("Not something a guide says")),
    ("other", gettext_lazy("Another reason (say which)")),
]


def _page(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, template, admin_context(request, **context), status=status)


@role_required(LISTING_EDITOR)
def report_queue(request: HttpRequest) -> HttpResponse:
    page = Paginator(PageReport.objects.waiting(), 50).get_page(request.GET.get("page"))
    return _page(request, "guides/desk/reports.html", title=_("Reports on guides"), page=page)


@role_required(LISTING_EDITOR)
def report_decide(request: HttpRequest, pk: Any) -> HttpResponse:
    """One report. POST ``corrected`` or ``kept`` decides; the page itself changes by a commit."""
    found = get_object_or_404(PageReport.objects.select_related("decided_by"), pk=pk)
    form = ReasonForm(request.POST or None, choices=REASONS)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_report(
                report=found, corrected="corrected" in request.POST, by=request.user,
                reason=form.cleaned_data["reason"], answer=form.cleaned_data["note"],
            )  # fmt: skip
            messages.success(request, _("Decided. Here is what is left."))
            return redirect("admin:guide_reports")
        except actions.AlreadyDecided as error:
            found, status = error.decided, 409
    title = _("Decide on a report")
    return _page(request, "guides/desk/report.html", status, title=title, form=form, report=found)


def register() -> None:
    queues.register(
        queues.Queue(
            name="guide_reports", title=gettext_lazy("Reports on guides"), roles=(LISTING_EDITOR,),
            url="admin:guide_reports", count=lambda: PageReport.objects.waiting().count(),
            oldest=lambda: PageReport.objects.waiting().aggregate(at=Min("created_at"))["at"],
            minutes_each=10, target=timedelta(days=7),
        )
    )  # fmt: skip
