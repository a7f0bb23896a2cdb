"""Readers tell us what is wrong on a page, and read our answer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guides import actions
from guides.claims.reading import claim
from guides.forms import ReportForm
from guides.loader import active_language, guide
from guides.models import PageReport
from trust import limits
from trust.never_stored import never_stored


def _page(slug: str, part: str) -> tuple[str, str, str]:
    """Return (title, address, part) of a page that can be reported. Raises Http404."""
    language = active_language()
    if slug == "claims" and (found := claim(part, language)):
        return found.claim, reverse("guides:claim", args=[part]), part
    if slug == "claims":
        return _("Claims we checked"), reverse("guides:claims"), ""
    if slug == "glossary":
        return _("Glossary"), reverse("guides:glossary"), ""
    if document := guide(slug, language):
        return document.title, reverse("guides:page", args=[slug]), ""
    raise Http404(_("We have no guide at this address."))


@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Form to report a mistake. Context: ``form``, ``title`` and ``url`` of the page."""
    title, url, part = _page(slug, request.GET.get("part", ""))
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = limits.client_address(request)
        if limits.allow("guide-report", key, limit=10, seconds=3600):
            found = actions.send_report(**_values(form), page=slug, part=part, language=active_language())  # fmt: skip
            return redirect("guides:report_sent", pk=found.pk)
        form.add_error(None, form.TOO_MANY)
    return render(request, "guides/report.html", {"form": form, "title": title, "url": url})


def _values(form: ReportForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("text", "url", "idempotency_key")}


@never_stored
@require_safe
def report_sent(request: HttpRequest, pk: Any) -> HttpResponse:
    """Where the sender reads what became of it. Context: ``report`` (never its text)."""
    found = get_object_or_404(PageReport, pk=pk)
    return render(request, "guides/report_sent.html", {"report": found})
