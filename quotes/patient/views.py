"""The patient's page and its buttons."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quotes import actions, limits, links
from quotes.actions.desk import NotListed
from quotes.actions.treated import months_since
from quotes.http import see_other, too_many
from quotes.models import Answer, QuoteRequest, Recipient
from quotes.patient.forms import ChooseForm, MessageForm, TreatedForm
from quotes.patient.guard import for_patient, for_readers, own_answer, own_recipient
from quotes.patient.page import load
from quotes.request.link_views import may_mail_link
from quotes.states import IllegalMove
from trust import link_cookie
from trust import links as secret_links
from trust.never_stored import never_stored

GET_AND_POST = ["GET", "HEAD", "POST"]


@for_readers
@require_safe
def mine(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    return render(request, "quotes/patient/mine.html", {"page": load(quote)})


@for_patient
@require_http_methods(GET_AND_POST)
def choose(request: HttpRequest, quote: QuoteRequest, pk: UUID) -> HttpResponse:
    """GET says what choosing means and asks for name and contact; POST chooses."""
    answer = own_answer(quote, pk)
    data = request.POST if request.method == "POST" else None
    if data is None and not load(quote).may_choose(answer):
        raise IllegalMove(answer, "chosen")
    form = ChooseForm(data, answer=answer, initial={"contact": quote.email})
    if not form.is_valid() or not _chosen(answer, form):
        context = {"quote": quote, "answer": answer, "form": form}
        context["carried"] = _carried(request, "name", "contact") if data is not None else []
        return render(request, "quotes/patient/choose.html", context)
    return see_other("quotes:mine")


def _chosen(answer: Answer, form: ChooseForm) -> bool:
    """Choose; False, with the reason on the form, when the treatment is listed no more."""
    given = form.cleaned_data
    try:
        actions.choose_answer(answer=answer, name=given["name"], contact=given["contact"])
    except NotListed:
        form.add_error(None, _("This treatment is not listed here any more. Write to our staff."))
        return False
    return True


@for_patient
@require_POST
def not_this_one(request: HttpRequest, quote: QuoteRequest, pk: UUID) -> HttpResponse:
    actions.decline_answer(answer=own_answer(quote, pk))
    return see_other("quotes:mine")


@for_patient
@require_POST
def allow(request: HttpRequest, quote: QuoteRequest, pk: UUID) -> HttpResponse:
    """One more clinic may read it; the box must be ticked."""
    recipient = own_recipient(quote, pk)
    if request.POST.get("agree") == "1":
        actions.allow_clinic(recipient=recipient)
    return see_other("quotes:mine")


@for_patient
@require_POST
def withdraw_clinic(request: HttpRequest, quote: QuoteRequest, pk: UUID) -> HttpResponse:
    actions.withdraw_recipient(recipient=own_recipient(quote, pk))
    return see_other("quotes:mine")


@for_patient
@require_POST
def reply(request: HttpRequest, quote: QuoteRequest, pk: UUID | None = None) -> HttpResponse:
    """A message to one clinic, or to our staff. A wrong one is shown again with its text."""
    to: Recipient | None = own_recipient(quote, pk) if pk else None
    form = MessageForm(request.POST, about=pk or "staff")
    if not form.is_valid():
        context = {"page": load(quote, form, to), "carried": _carried(request, "text", "key")}
        return render(request, "quotes/patient/mine.html", context)
    data = form.cleaned_data
    actions.reply(request=quote, text=data["text"], key=data["key"], recipient=to)
    return see_other("quotes:mine")


def _carried(request: HttpRequest, *names: str) -> list[tuple[str, str]]:
    """What the language switch sends again: the words as they were typed."""
    return [(name, request.POST.get(name, "")) for name in names]


@for_patient
@require_http_methods(GET_AND_POST)
def withdraw(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "quotes/patient/withdraw.html", {"quote": quote})
    actions.withdraw_request(request=quote)
    return see_other("quotes:mine")


@for_patient
@require_http_methods(GET_AND_POST)
def erase(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "quotes/patient/erase.html", {"quote": quote})
    actions.erase_request(request=quote)
    return link_cookie.leave(see_other("quotes:erased"), purpose=links.PATIENT, path="/")


@never_stored
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "quotes/patient/erased.html")


@for_patient
@require_http_methods(GET_AND_POST)
def extend(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """GET is where the warning mail leads: one button. POST keeps the data for the full time."""
    if request.method != "POST":
        context = {"quote": quote, "can_extend": quote.state in {"checking", "open"}}
        context["kept_days"] = limits.days("open")
        return render(request, "quotes/patient/extend.html", context)
    actions.extend_request(request=quote)
    return see_other("quotes:mine")


@for_patient
@require_POST
def treated(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """She was treated: the month is noted and the invitation to review is mailed."""
    form = TreatedForm(request.POST, months=months_since(quote))
    if form.is_valid():
        actions.note_treated(request=quote, month=form.cleaned_data["month"])
    return see_other("quotes:mine")


@for_patient
@require_POST
def share(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """Make the view-only link for family or doctor; it stands on the page from now on."""
    actions.share_request(request=quote)
    return see_other(f"{reverse('quotes:mine')}#share")


@for_patient
@require_POST
def unshare(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """End it, at once."""
    actions.stop_sharing(request=quote)
    return see_other(f"{reverse('quotes:mine')}#share")


@for_patient
@require_POST
def new_link(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """All older links stop; this visit goes on with the new one, shown on the sent page.

    Before the address is confirmed this mails a fresh confirmation, so it is counted like the
    asking for a link: nobody's address is flooded from here.
    """
    if quote.state == "unconfirmed" and not may_mail_link(quote.email_digest):
        return too_many(request, seconds=86400)
    actions.renew_link(request=quote)
    response = see_other("quotes:request_sent")
    link = secret_links.current(purpose=links.PATIENT, object_id=quote.pk)
    if link is None:
        return response
    return link_cookie.grant(response, purpose=links.PATIENT, link=link, path="/")


@for_readers
@require_POST
def leave(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """End this visit, for a shared computer."""
    return link_cookie.leave(see_other("quotes:track"), purpose=links.PATIENT, path="/")
