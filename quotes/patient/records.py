"""Papers on the patient's page: send one, read it again, take it back."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quotes import actions
from quotes.http import see_other, too_many
from quotes.models import PapersAsked, QuoteRequest, RecordFile
from quotes.patient.guard import for_patient
from quotes.records import UploadForm, download
from trust import limits
from trust.middleware.read_only import writes_on_get
from trust.uploads.files import CannotStore

MOST_AN_HOUR = 20


@for_patient
@require_http_methods(["GET", "HEAD", "POST"])
def send_file(request: HttpRequest, quote: QuoteRequest, pk: UUID) -> HttpResponse:
    """GET says what to black out; POST takes one file for the clinic that asked."""
    papers = _papers(quote, pk)
    if request.method == "POST" and not limits.allow(
        "upload", str(quote.pk), limit=MOST_AN_HOUR, seconds=3600
    ):
        return too_many(request, seconds=3600)
    is_sent, status = request.method == "POST", 200
    form = UploadForm(*([request.POST, request.FILES] if is_sent else []), papers=papers)
    if form.is_valid() and form.taken:
        try:
            sent = form.cleaned_data["file"]
            actions.add_file(papers=papers, taken=form.taken, name=sent.name)
            return see_other("quotes:mine")
        except actions.TooManyFiles:
            form.add_error("file", _("Five files for one clinic are enough. Delete one first."))
        except CannotStore:
            form.add_error("file", _("We cannot keep files just now. Please try again later."))
            status = 507
    context = {"papers": papers, "form": form, "quote": quote}
    return render(request, "quotes/patient/send_file.html", context, status=status)


@for_patient
@require_safe
@writes_on_get("who reads a file is written down")
def read_file(request: HttpRequest, quote: QuoteRequest, pk: UUID) -> HttpResponse:
    return download(_file(quote, pk), role="patient")


@for_patient
@require_POST
def delete_file(request: HttpRequest, quote: QuoteRequest, pk: UUID) -> HttpResponse:
    found = RecordFile.objects.filter(pk=pk, papers__recipient__request=quote)
    file = found.select_related("papers__recipient__request").first()
    if file is None:
        raise Http404
    actions.delete_file(file=file)
    return see_other("quotes:mine")


def _papers(quote: QuoteRequest, pk: UUID) -> PapersAsked:
    found = PapersAsked.objects.select_related("recipient__clinic", "recipient__request")
    papers = found.filter(pk=pk, recipient__request=quote).first()
    if papers is None:
        raise Http404
    return papers


def _file(quote: QuoteRequest, pk: UUID) -> RecordFile:
    found = RecordFile.objects.readable().filter(pk=pk, papers__recipient__request=quote)
    file = found.select_related("papers__recipient__request", "papers__recipient__clinic").first()
    if file is None:
        raise Http404
    return file
