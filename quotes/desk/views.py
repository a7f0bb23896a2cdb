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
from quotes.clinic.forms import DeclineForm, TypedAnswerForm
from quotes.desk.case import case_context
from quotes.desk.filters import FILTERS
from quotes.desk.forms import CloseForm, RefuseForm, SendForm, WhyForm
from quotes.desk.guard import for_coordinator, must_be_mine
from quotes.models import QuoteRequest, Recipient
from quotes.patient.forms import MessageForm
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import QUOTE_COORDINATOR

PAGE = 50


@role_required(QUOTE_COORDINATOR)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Cases by what they wait for, the oldest first. No health data, so no read log."""
    chosen = request.GET.get("show", "checking")
    chosen = chosen if chosen in FILTERS else "checking"
    cases = FILTERS[chosen].cases(request.user)
    cases = cases.defer("email", "message", "condition", "facts").for_desk()
    pages = Paginator(cases.order_by("confirmed_at", "pk"), PAGE)
    context = admin_context(
        request,
        title=_("Quote requests"),
        page=pages.get_page(request.GET.get("page")),
        show=chosen,
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
    return _page(request, quote)


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
    if not form.is_valid():
        return _shown_again(request, quote, ask_form=form)
    data = form.cleaned_data
    actions.ask_patient(request=quote, text=data["text"], key=data["key"], by=request.user)
    return _back(quote)


@for_coordinator
@require_POST
def refuse(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    must_be_mine(quote, request.user)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _shown_again(request, quote, refuse_form=form)
    actions.refuse_request(request=quote, by=request.user, reason=form.cleaned_data["reason"])
    return _back(quote)


@for_coordinator
@require_POST
def close(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    must_be_mine(quote, request.user)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _shown_again(request, quote, close_form=form)
    actions.close_request(request=quote, by=request.user, reason=form.cleaned_data["reason"])
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
    if request.method == "POST" and _typed(request, row, forms):
        return _back(quote)
    title = f"{quote.reference}: {row.clinic.name}"
    context = admin_context(request, title=title, quote=quote, recipient=row, forms=forms)
    return render(request, "quotes/desk/answer.html", context)


def _typed(request: HttpRequest, row: Recipient, forms: dict[str, Any]) -> bool:
    """Run the form that was sent; a wrong one takes its place in ``forms``."""
    do = request.POST.get("do", "")
    if do == "answer":
        form = forms[do] = TypedAnswerForm(request.POST)
        if form.is_valid():
            actions.record_answer(recipient=row, by=request.user, **form.answer())
    elif do == "question":
        form = forms[do] = MessageForm(request.POST, about="question")
        if form.is_valid():
            data = form.cleaned_data
            actions.ask_question(recipient=row, text=data["text"], key=data["key"], by=request.user)
    elif do == "decline":
        form = forms[do] = DeclineForm(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            actions.decline_to_answer(recipient=row, reason=reason, by=request.user)
    else:
        return False
    return form.is_valid()
