"""What the rules saw: one person accepts a warning, two people a contradiction."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from clinics import actions
from clinics.checks import ERROR, LABELS, RULES
from clinics.desk import forms, queues
from clinics.desk.views import _page, conflict
from clinics.models import Finding, RuleCount
from staff.access import has_role, role_required
from staff.reasons import ReasonForm
from staff.roles import LISTING_EDITOR, VERIFIER


@role_required(LISTING_EDITOR, VERIFIER)
def finding_queue(request: HttpRequest) -> HttpResponse:
    rows = queues.findings().select_related("treatment__clinic", "asked_by")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    for finding in page:
        finding.label = LABELS.get(finding.rule, finding.rule)
    return _page(request, "clinics/desk/findings.html", _("To look into"), page=page)


@role_required(LISTING_EDITOR, VERIFIER)
def finding_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, ask or answer with a reason; solving it happens by correcting the listing."""
    rows = Finding.objects.select_related("treatment__clinic", "asked_by", "decided_by")
    finding = get_object_or_404(rows, pk=pk)
    # What the person read: the rule may see something else by now.
    finding.detail = request.POST.get("seen", finding.detail)
    form = ReasonForm(request.POST or None, choices=forms.OVERRIDE_REASONS)
    refused = False
    if request.method == "POST":
        try:
            if said := _decide(request, finding, form):
                messages.success(request, said)
                return redirect("admin:listing_findings")
        except actions.AlreadyDecided as error:
            return conflict(request, error.decided)
        except actions.SecondPersonNeeded:
            refused = True
    return _page(
        request, "clinics/desk/finding.html", _("Decide on a contradiction"),
        403 if refused else 200, form=form, finding=finding, refused=refused,
        label=LABELS.get(finding.rule, finding.rule), is_error=finding.severity == ERROR,
        mine=finding.asked_by_id == request.user.pk, verifies=has_role(request.user, VERIFIER),
    )  # fmt: skip


def _decide(request: HttpRequest, finding: Finding, form: ReasonForm) -> str:
    """Do what the button says; return what to tell, "" if the form is not filled in."""
    if "confirm" in request.POST:
        actions.confirm_override(finding=finding, by=request.user)
        return _("Accepted by two people.")
    if "keep" in request.POST:
        actions.refuse_override(finding=finding, by=request.user)
        return _("It stays open.")
    if not form.is_valid():
        return ""
    reason = ": ".join(filter(None, (form.cleaned_data["reason"], form.cleaned_data["note"])))
    if finding.severity == ERROR:
        actions.ask_override(finding=finding, by=request.user, reason=reason)
        return _("Asked. It stands until a second person agrees.")
    actions.accept_warning(finding=finding, by=request.user, reason=reason)
    return _("Accepted with your reason.")


@role_required(LISTING_EDITOR, VERIFIER)
def report(request: HttpRequest) -> HttpResponse:
    """How many entries of the ministry's list each rule sees something in, as last counted."""
    counts = {row.rule: row for row in RuleCount.objects.order_by("rule")}
    rows = [(rule, counts[rule.code]) for rule in RULES if rule.code in counts]
    counted_at = min((row.counted_at for row in counts.values()), default=None)
    return _page(
        request, "clinics/desk/report.html", _("The rules on the ministry's list"),
        rows=sorted(rows, key=lambda row: -row[1].count), counted_at=counted_at,
    )  # fmt: skip


@role_required(LISTING_EDITOR)
def draft_queue(request: HttpRequest) -> HttpResponse:
    rows = queues.drafts().select_related("clinic", "being_checked_by")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return _page(request, "clinics/desk/drafts.html", _("Drafts to finish"), page=page)
