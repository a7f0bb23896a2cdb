"""The list of cases, one case, and its buttons. Each button is one action."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quotes import actions, published
from quotes.actions.desk import NoAddress, NoConsent, NotListed, ReasonNeeded
from quotes.actions.treated import months_since
from quotes.clinic.forms import DeclineForm, TypedAnswerForm
from quotes.desk import meanwhile, replies
from quotes.desk.case import case_context
from quotes.desk.filters import FILTERS, chosen_filter
from quotes.desk.forms import CloseForm, RefuseForm, SendForm, WhyForm
from quotes.desk.guard import for_coordinator, must_be_mine
from quotes.models import QuoteRequest, Recipient, RecordFile
from quotes.patient.forms import MessageForm, TreatedForm
from quotes.patient.page import load
from quotes.records import AskPapersForm, download
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import QUOTE_COORDINATOR

PAGE = 50


@role_required(QUOTE_COORDINATOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Cases by what they wait for, the oldest first. No health data, so no read log."""
    chosen = chosen_filter(request.GET.get("show", ""))
    cases = chosen.cases(request.user)
    cases = cases.defer("email", "message", "condition", "facts").for_desk()
    pages = Paginator(cases.order_by("confirmed_at", "pk"), PAGE)
    context = admin_context(
        request,
        title=_("Quote requests"),
        page=pages.get_page(request.GET.get("page")),
        show=chosen.name,
        filters=FILTERS.values(),
    )
    return render(request, "quotes/desk/queue.html", context)


@for_coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """One case. Opening it writes the read log; somebody else's case asks for a reason first."""
    form = WhyForm(request.POST or None)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.open_case(request=quote, by=request.user, reason=reason)
    except ReasonNeeded:
        context = admin_context(request, title=quote.reference, form=form)
        return render(request, "quotes/desk/why.html", context)
    ready = replies.text_for(quote, request.GET.get("reply", ""))
    if not ready:
        return _page(request, quote)
    return _page(request, quote, ask_form=MessageForm(initial={"text": ready}))


def _page(request: HttpRequest, quote: QuoteRequest, **bound: Any) -> HttpResponse:
    context = admin_context(request, title=quote.reference, **case_context(quote, **bound))
    return render(request, "quotes/desk/case.html", context)


def _shown_again(request: HttpRequest, quote: QuoteRequest, **bound: Any) -> HttpResponse:
    """The case page with a form's errors: a reading like any other."""
    actions.open_case(request=quote, by=request.user, reason="form shown again")
    return _page(request, quote, **bound)


def _back(quote: QuoteRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:quotes_case", args=[quote.pk]), status=303)


def _recipient(quote: QuoteRequest, pk: UUID) -> Recipient:
    found = quote.recipients.select_related("clinic", "treatment", "request", "consent")
    return get_object_or_404(found, pk=pk)


@for_coordinator
@require_safe
def preview(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """The patient's page as she sees it, without its buttons."""
    try:
        actions.open_case(request=quote, by=request.user)
    except ReasonNeeded:
        return _back(quote)
    quote.view_only = True
    return render(request, "quotes/patient/mine.html", {"page": load(quote), "preview": True})


@for_coordinator
@require_POST
def take(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """Take the case; ``instead_of`` is the id of whom the page showed as having it."""
    shown = request.POST.get("instead_of", "")
    instead_of = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else None
    actions.take_case(request=quote, by=request.user, instead_of=instead_of)
    return _back(quote)


@for_coordinator
@require_POST
def send(request: HttpRequest, quote: QuoteRequest, recipient: UUID) -> HttpResponse:
    must_be_mine(quote, request.user)
    row = _recipient(quote, recipient)
    form = SendForm(request.POST, about=row.pk)
    if not form.is_valid():
        return _shown_again(request, quote, problem=_("Say how the clinic is asked."))
    try:
        actions.release_to_clinic(recipient=row, by=request.user, how=form.cleaned_data["how"])
    except NoAddress:
        problem = _(
            "This clinic has no confirmed address for requests. Add it to the listing, or telephone."
        )
    except NoConsent:
        problem = _("The patient has not ticked this clinic.")
    except NotListed:
        problem = _("This treatment is not listed any more. Do not send it; tell the patient.")
    else:
        return _back(quote)
    return _shown_again(request, quote, problem=problem)


@for_coordinator
@require_POST
def ask(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    must_be_mine(quote, request.user)
    form = MessageForm(request.POST)
    changed = _meanwhile(request, quote)
    if changed or not form.is_valid():
        return _shown_again(request, quote, ask_form=form, changed=changed)
    data = form.cleaned_data
    actions.ask_patient(request=quote, text=data["text"], key=data["key"], by=request.user)
    return _back(quote)


@for_coordinator
@require_POST
def refuse(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    must_be_mine(quote, request.user)
    form = RefuseForm(request.POST)
    changed = _meanwhile(request, quote)
    if changed or not form.is_valid():
        return _shown_again(request, quote, refuse_form=form, changed=changed)
    actions.refuse_request(request=quote, by=request.user, reason=form.cleaned_data["reason"])
    return _back(quote)


@for_coordinator
@require_POST
def close(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    must_be_mine(quote, request.user)
    form = CloseForm(request.POST)
    changed = _meanwhile(request, quote)
    if changed or not form.is_valid():
        return _shown_again(request, quote, close_form=form, changed=changed)
    actions.close_request(request=quote, by=request.user, reason=form.cleaned_data["reason"])
    return _back(quote)


@for_coordinator
@require_POST
def treated(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """The patient or the clinic told us that she was treated, and in which month."""
    must_be_mine(quote, request.user)
    form = TreatedForm(request.POST, months=months_since(quote))
    if not form.is_valid():
        return _shown_again(request, quote, treated_form=form)
    actions.note_treated(request=quote, month=form.cleaned_data["month"], by=request.user)
    return _back(quote)


@for_coordinator
@require_POST
def told(request: HttpRequest, quote: QuoteRequest, recipient: UUID) -> HttpResponse:
    """The clinic was told by hand what the patient wrote to it."""
    must_be_mine(quote, request.user)
    actions.pass_on(recipient=_recipient(quote, recipient), by=request.user)
    return _back(quote)


@for_coordinator
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, quote: QuoteRequest, recipient: UUID) -> HttpResponse:
    """Type an answer, a question or a refusal that came by telephone, fax or mail."""
    must_be_mine(quote, request.user)
    row = _recipient(quote, recipient)
    forms = {
        "answer": TypedAnswerForm(initial=published.form_initial()),
        "question": MessageForm(about="question"),
        "decline": DeclineForm(),
    }
    changed = _meanwhile(request, quote)
    if request.method == "POST" and _typed(request, row, forms, unchanged=not changed):
        return _back(quote)
    title = f"{quote.reference}: {row.clinic.name}"
    context = admin_context(request, title=title, quote=quote, recipient=row, forms=forms)
    context |= {"changed": changed, "seen": meanwhile.stamp()}
    return render(request, "quotes/desk/answer.html", context)


def _typed(request: HttpRequest, row: Recipient, forms: dict[str, Any], *, unchanged: bool) -> bool:
    """Run the form that was sent; one that is wrong, or late, takes its place in ``forms``."""
    do = request.POST.get("do", "")
    made: Any = {
        "answer": lambda: TypedAnswerForm(request.POST),
        "question": lambda: MessageForm(request.POST, about="question"),
        "decline": lambda: DeclineForm(request.POST),
    }.get(do)
    if made is None:
        return False
    form = forms[do] = made()
    if not form.is_valid() or not unchanged:
        return False
    data = form.cleaned_data
    if do == "answer":
        actions.record_answer(recipient=row, by=request.user, **form.answer())
    elif do == "question":
        actions.ask_question(recipient=row, text=data["text"], key=data["key"], by=request.user)
    else:
        actions.decline_to_answer(recipient=row, reason=data["reason"], by=request.user)
    return True


def _meanwhile(request: HttpRequest, quote: QuoteRequest) -> list[str]:
    """Return what others did since the page with this form was made."""
    return meanwhile.since(quote, request.POST.get(meanwhile.FIELD, ""), request.user)


@for_coordinator
@require_POST
def papers(request: HttpRequest, quote: QuoteRequest, recipient: UUID) -> HttpResponse:
    """Ask the patient for papers, for a clinic that asked by telephone."""
    must_be_mine(quote, request.user)
    row = _recipient(quote, recipient)
    form = AskPapersForm(request.POST, about=row.pk)
    if not form.is_valid():
        problem = _("Choose at least one kind of paper.")
        return _shown_again(request, quote, problem=problem, papers={row.pk: form})
    data = form.cleaned_data
    words = data["papers_words"]
    actions.ask_papers(recipient=row, what=data["what"], words=words, by=request.user)
    return _back(quote)


@for_coordinator
@require_safe
def file(request: HttpRequest, quote: QuoteRequest, file: UUID) -> HttpResponse:
    """One file of the patient; in a larger team only for whoever has the case."""
    must_be_mine(quote, request.user)
    found = RecordFile.objects.readable().filter(papers__recipient__request=quote)
    chosen = found.select_related("papers__recipient__request", "papers__recipient__clinic")
    return download(get_object_or_404(chosen, pk=file), role="staff", by=request.user)
