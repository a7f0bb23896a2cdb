"""Confirm the address; ask for the link again; tap "I want this price"."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinics.actions import wish_price
from clinics.models import Treatment
from quotes import actions, links
from quotes.http import conflict_as_409, link_gone, see_other, too_many
from quotes.models import QuoteRequest
from quotes.widgets import Dressed
from trust import limits, link_cookie
from trust import links as secret_links
from trust.digests import email_digest
from trust.middleware.read_only import writes_on_get
from trust.never_stored import never_stored
from trust.same_origin import same_origin_post


class TrackForm(Dressed):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


@never_stored
@require_http_methods(["GET", "HEAD", "POST"])
@conflict_as_409
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; only the button confirms, so a mail scanner cannot."""
    link = secret_links.resolve(purpose=links.CONFIRM, token=token)
    quote = None
    if link is not None:
        quote = QuoteRequest.objects.readable().filter(pk=link.object_id).first()
    if quote is None:
        return link_gone(request)
    if request.method != "POST":
        return render(request, "quotes/request/confirm.html", {"quote": quote})
    actions.confirm_email(request=quote)
    response = see_other("quotes:mine")
    patient = secret_links.current(purpose=links.PATIENT, object_id=quote.pk)
    if patient is not None:
        link_cookie.grant(response, purpose=links.PATIENT, link=patient, path="/")
    return response


def may_mail_link(digest: str) -> bool:
    """Count one mail that somebody asked for: 3 a day for one e-mail address."""
    return limits.allow("track-email", digest, limit=3, seconds=86400)


@never_stored
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Mail a fresh link to the address given. The answer is the same whether we know it or not."""
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        address = limits.client_address(request)
        if not limits.allow("track-address", address, limit=20, seconds=3600):
            return too_many(request, seconds=3600)
        # Known or not, the count and the answer are the same: nobody learns who asked.
        if may_mail_link(email_digest(email)):
            actions.mail_fresh_link(email=email)
        return render(request, "quotes/request/track_done.html")
    return render(request, "quotes/request/track.html", {"form": form})


@never_stored
@require_safe
@writes_on_get("the patient sees when her view-only link was opened")
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the private link for a short cookie; the token leaves the address bar."""
    return _exchange(request, token, to="quotes:mine")


@never_stored
@require_safe
def extend_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same from the warning mail: leads to the one button that keeps the data longer."""
    return _exchange(request, token, to="quotes:extend")


def _exchange(request: HttpRequest, token: str, *, to: str) -> HttpResponse:
    link = secret_links.resolve(purpose=links.PATIENT, token=token)
    found = QuoteRequest.objects.readable().filter(pk=link.object_id) if link else None
    quote = found.only("pk").first() if found is not None else None
    if link is None or quote is None:
        return link_gone(request)
    if link.view_only:
        own = link_cookie.granted(request, purpose=links.PATIENT)
        if own is not None and not own.view_only and own.object_id == link.object_id:
            return redirect("quotes:mine")  # she tries her own link: her visit goes on
        actions.open_as_reader(request=quote)
        to = "quotes:mine"
    response = redirect(to)
    return link_cookie.grant(response, purpose=links.PATIENT, link=link, path="/")


@same_origin_post
@require_POST
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Count one "I want this price". No person is stored; one visitor counts once a day."""
    treatment = get_object_or_404(Treatment.objects.listed(), pk=pk)
    visitor = f"{limits.client_address(request)} {treatment.pk}"
    if limits.allow("price-wish", visitor, limit=1, seconds=86400):
        wish_price(treatment=treatment)
    return see_other("quotes:wished", treatment.pk)


@require_safe
def wished(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank you, and what the tap does; below it, small, the way to ask us to write."""
    found = Treatment.objects.listed().select_related("clinic")
    return render(
        request, "quotes/request/wished.html", {"treatment": get_object_or_404(found, pk=pk)}
    )
