"""The clinic's page: no account, Japanese first (its link says /ja/), only what was consented."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from clinics import vocabulary
from quotes import actions, languages, links, published, questions
from quotes.clinic.forms import AnswerForm, OwnDeclineForm
from quotes.http import conflict_as_409, see_other
from quotes.models import Message, Recipient, RecordFile
from quotes.patient.forms import MessageForm
from quotes.records import AskPapersForm, download
from trust import links as secret_links
from trust.forms import IdempotencyKeyField
from trust.middleware.read_only import writes_on_get
from trust.never_stored import never_stored


@never_stored
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@writes_on_get("the patient sees when the clinic's link was opened")
@conflict_as_409
def answer_page(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows; POST ``do`` = published, answer, question or decline."""
    recipient = _recipient(token)
    if recipient is None:
        # Not chosen, withdrawn, too old or never sent: one page, which says nothing of the patient.
        return render(request, "quotes/clinic/over.html", status=410)
    if request.method != "POST":
        actions.open_as_clinic(recipient=recipient)
        return _page(request, recipient)
    handlers = {
        "published": _published,
        "answer": _answer,
        "question": _question,
        "decline": _decline,
        "papers": _papers,
    }
    handler = handlers.get(request.POST.get("do", ""))
    return handler(request, recipient) if handler else _page(request, recipient)


def _recipient(token: str) -> Recipient | None:
    link = secret_links.resolve(purpose=links.CLINIC, token=token)
    if link is None:
        return None
    found = Recipient.objects.visible_to_clinic().select_related(
        "clinic", "treatment", "request", "introduction", "papers"
    )
    return found.filter(pk=link.object_id).first()


def _page(request: HttpRequest, recipient: Recipient, **bound: Any) -> HttpResponse:
    sheet = published.current_sheet(recipient.treatment)
    quote = recipient.request
    context = {
        "recipient": recipient,
        "quote": quote,
        "facts": questions.facts_as_text(quote.facts, for_others=True),
        "condition": vocabulary.label("condition", quote.condition or ""),
        "languages": languages.as_text(quote.languages),
        "messages_here": Message.objects.with_clinic(recipient),
        "answer": recipient.answers.current().first(),
        "introduction": getattr(recipient, "introduction", None),
        "sheet": published.as_answer(sheet) if sheet else None,
        "form": AnswerForm(initial=published.form_initial(sheet)),
        "question_form": MessageForm(about="question"),
        "decline_form": OwnDeclineForm(),
        "papers_form": AskPapersForm(),
        "papers": getattr(recipient, "papers", None),
        "files": RecordFile.objects.for_clinic().filter(papers__recipient=recipient),
        **bound,
    }
    return render(request, "quotes/clinic/answer.html", context)


def _published(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    sheet = published.current_sheet(recipient.treatment)
    key = _key(request)
    if sheet is None or key is None:
        return _page(request, recipient)
    values = published.as_answer(sheet)
    actions.record_answer(recipient=recipient, key=key, as_published=True, **values)
    return see_other("quotes:clinic_done")


def _key(request: HttpRequest) -> Any:
    try:
        return IdempotencyKeyField().clean(request.POST.get("key"))
    except ValidationError:
        return None


def _answer(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, recipient, form=form)
    sheet = published.current_sheet(recipient.treatment)
    actions.record_answer(recipient=recipient, **form.answer(sheet))
    return see_other("quotes:clinic_done")


def _question(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    form = MessageForm(request.POST, about="question")
    if not form.is_valid():
        return _page(request, recipient, question_form=form)
    data = form.cleaned_data
    actions.ask_question(recipient=recipient, text=data["text"], key=data["key"])
    return see_other("quotes:clinic_done")


def _decline(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    form = OwnDeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, recipient, decline_form=form)
    actions.decline_to_answer(recipient=recipient, reason=form.cleaned_data["reason"])
    return see_other("quotes:clinic_done")


def _papers(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    form = AskPapersForm(request.POST)
    if not form.is_valid():
        return _page(request, recipient, papers_form=form)
    data = form.cleaned_data
    actions.ask_papers(recipient=recipient, what=data["what"], words=data["papers_words"])
    return see_other("quotes:clinic_done")


@never_stored
@require_safe
@writes_on_get("who reads a file is written down")
def file(request: HttpRequest, token: str, pk: UUID) -> HttpResponse:
    """One file of the patient, as a download; gone with the clinic's access or the consent."""
    recipient = _recipient(token)
    found = RecordFile.objects.for_clinic().filter(pk=pk, papers__recipient=recipient)
    row = found.select_related("papers__recipient__request", "papers__recipient__clinic").first()
    if recipient is None or row is None:
        return render(request, "quotes/clinic/over.html", status=404)
    return download(row, role="clinic")


@never_stored
@require_safe
def clinic_done(request: HttpRequest) -> HttpResponse:
    return render(request, "quotes/clinic/done.html")
