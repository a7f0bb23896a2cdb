"""Page 1 "Your question", page 2 "Check and send", page 3 "Sent". Nothing is stored before send."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from quotes import actions, links
from quotes.actions.request import TooManyRequests
from quotes.http import in_other_language, see_other
from quotes.models import QuoteRequest
from quotes.request.chosen import Chosen, chosen
from quotes.request.consent_form import ConsentForm
from quotes.request.forms import QuestionForm, typed
from quotes.request.summary import carried, summary
from trust import limits, link_cookie
from trust import links as secret_links
from trust.digests import email_digest
from trust.never_stored import never_stored


@never_stored
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def request_question(request: HttpRequest) -> HttpResponse:
    """Page 1. A POST comes from "Change" on page 2 and shows again what was typed."""
    if request.method == "POST":
        picked = chosen(request.POST)
        form = QuestionForm(chosen=picked, initial=typed(request.POST))
    else:
        picked = chosen(request.GET)
        form = QuestionForm(chosen=picked)
    return _question_page(request, picked, form)


def _question_page(request: HttpRequest, picked: Chosen, form: QuestionForm) -> HttpResponse:
    page_one = in_other_language(reverse("quotes:request"))
    context = {"form": form, "picked": picked, "other_language": page_one}
    return render(request, "quotes/request/question.html", context)


@never_stored
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def request_check(request: HttpRequest) -> HttpResponse:
    """Page 2, and the send button. The answers travel in the page, not on the server."""
    if request.method != "POST":
        query = urlencode({"treatment": request.GET.getlist("treatment")}, doseq=True)
        return redirect(f"{reverse('quotes:request')}?{query}")
    picked = chosen(request.POST)
    form = QuestionForm(request.POST, chosen=picked)
    if not form.is_valid() or not picked.treatments:
        return _question_page(request, picked, form)
    if form.is_under_18:
        typed_here = {"carried": carried(form, request.POST, picked)}
        return render(request, "quotes/request/under_18.html", typed_here)
    if "send" not in request.POST:
        return _check_page(request, picked, form, ConsentForm(chosen=picked))
    boxes = ConsentForm(request.POST, chosen=picked)
    if not boxes.is_valid():
        return _check_page(request, picked, form, boxes)
    within_limits = partial(_within_limits, request, form.cleaned_data["email"])
    try:
        quote = actions.submit_request(within_limits=within_limits, **_sending(picked, form, boxes))
    except TooManyRequests:
        return _check_page(request, picked, form, boxes, too_many=True)
    return _sent(quote)


def _check_page(
    request: HttpRequest,
    picked: Chosen,
    form: QuestionForm,
    boxes: ConsentForm,
    *,
    too_many: bool = False,
) -> HttpResponse:
    context = {
        "rows": summary(form),
        "carried": carried(form, request.POST, picked),
        "boxes": boxes,
        "picked": picked,
        "too_many": too_many,
    }
    response = render(request, "quotes/request/check.html", context)
    if too_many:
        response.status_code = 429
        response["Retry-After"] = "3600"
    return response


def _within_limits(request: HttpRequest, email: str) -> bool:
    """5 requests an hour from one address, 3 a day for one e-mail address."""
    address = limits.client_address(request)
    return limits.allow("quote-address", address, limit=5, seconds=3600) and limits.allow(
        "quote-email", email_digest(email), limit=3, seconds=86400
    )


def _sending(picked: Chosen, form: QuestionForm, boxes: ConsentForm) -> dict[str, Any]:
    """Return what ``actions.submit_request`` takes."""
    return {
        "idempotency_key": form.cleaned_data["idempotency_key"],
        "language": get_language() or settings.LANGUAGE_CODE,
        "treatments": picked.treatments,
        "send_to": boxes.send_to,
        "shown_on": boxes.cleaned_data["shown_on"],
        "email": form.cleaned_data["email"],
        **form.answers(),
    }


def _sent(quote: QuoteRequest) -> HttpResponse:
    link = secret_links.current(purpose=links.PATIENT, object_id=quote.pk)
    response = see_other("quotes:request_sent")
    if link is not None:
        link_cookie.grant(response, purpose=links.PATIENT, link=link, path="/")
    return response


@never_stored
@require_safe
def request_sent(request: HttpRequest) -> HttpResponse:
    """Page 3: reference, the private link to save, which mail to expect."""
    link = link_cookie.granted(request, purpose=links.PATIENT)
    quote = None
    if link is not None and not link.view_only:  # the page shows the link that can do all
        quote = QuoteRequest.objects.readable().filter(pk=link.object_id).first()
    if link is None or quote is None:
        return redirect("quotes:track")
    context: dict[str, Any] = {
        "quote": quote,
        "private_link": links.address("link", link),
        "mail_from": settings.DEFAULT_FROM_EMAIL,
        "mail_subject": render_to_string(
            "emails/quote_confirm/subject.txt", {"reference": quote.reference}
        ).strip(),
    }
    return render(request, "quotes/request/sent.html", context)
