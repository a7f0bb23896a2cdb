"""Who may open the patient's page: whoever exchanged a live private link for the cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from quotes import links
from quotes.http import conflict_as_409, link_gone, see_other
from quotes.models import Answer, QuoteRequest, Recipient
from trust import link_cookie
from trust.never_stored import never_stored


def for_patient(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the visitor's own request as second argument.

    Without a visit (no cookie, or a link that ended) the way leads to "Find your request again".
    Data whose time is over, and a view-only link: 404.
    """
    return _guarded(view, readers=False)


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Like ``for_patient``, also for whoever has the view-only link (``quote.view_only``)."""
    return _guarded(view, readers=True)


def _guarded(view: Callable[..., HttpResponse], *, readers: bool) -> Callable[..., HttpResponse]:
    @never_stored
    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.after_conflict = reverse("quotes:mine")  # type: ignore[attr-defined]
        link = link_cookie.granted(request, purpose=links.PATIENT)
        if link is None:
            is_post = request.method == "POST"
            return see_other("quotes:track") if is_post else redirect("quotes:track")
        quote = None
        if readers or not link.view_only:
            quote = QuoteRequest.objects.readable().filter(pk=link.object_id).first()
        if quote is None:
            return link_gone(request)
        quote.view_only = link.view_only
        try:
            return conflict_as_409(view)(request, quote, *args, **kwargs)
        except Http404:
            # Somebody else's thing and a thing that never was look the same.
            return link_gone(request)

    guarded.is_for_patient = True  # type: ignore[attr-defined]
    guarded.is_for_readers = readers  # type: ignore[attr-defined]
    return guarded


def own_recipient(quote: QuoteRequest, pk: UUID) -> Recipient:
    """Return the clinic of this request; raises Http404 for any other."""
    found = quote.recipients.select_related("clinic", "treatment", "request").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own_answer(quote: QuoteRequest, pk: UUID) -> Answer:
    """Return the answer to this request; raises Http404 for any other."""
    found = Answer.objects.select_related("recipient__request", "recipient__clinic").filter(
        pk=pk, recipient__request=quote
    )
    answer = found.first()
    if answer is None:
        raise Http404
    return answer
