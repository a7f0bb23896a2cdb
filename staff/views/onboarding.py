"""From the invitation mail to the first sign-in: password, authenticator, backup codes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.debug import sensitive_post_parameters

from staff import entry, second_factor, session
from staff.actions import begin_onboarding, finish_onboarding
from staff.forms import CodeForm, PasswordForm
from staff.models import EntryLink
from trust.never_stored import never_stored


def _open(request: HttpRequest, token: str) -> EntryLink | None:
    """The invitation behind the token; from here on the page speaks its person's language."""
    link = entry.resolve(EntryLink.Kind.INVITE, token)
    if link is not None:
        translation.activate(link.user.language)
        request.LANGUAGE_CODE = link.user.language
    return link


def link_is_over(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/link_over.html", status=410)


@never_stored
@sensitive_post_parameters()
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """Step 1. POST sets the password and prepares the authenticator."""
    link = _open(request, token)
    if link is None:
        return link_is_over(request)
    form = PasswordForm(link.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        begin_onboarding(link=link, password=form.cleaned_data["password"])
        return redirect("admin:invite_authenticator", token=token)
    return render(request, "staff/set_password.html", {"form": form, "person": link.user})


@never_stored
@sensitive_post_parameters()
def confirm_authenticator(request: HttpRequest, token: str) -> HttpResponse:
    """Step 2 shows the QR code; the right code leads to step 3, the backup codes, once."""
    link = _open(request, token)
    if link is None:
        return link_is_over(request)
    device = second_factor.pending_authenticator(link.user)
    if device is None:
        return redirect("admin:invite_accept", token=token)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = finish_onboarding(link=link, code=form.cleaned_data["code"])
        if done:
            session.open_session(request, link.user, done[0])
            return render(request, "staff/backup_codes.html", {"codes": done[1], "joined": True})
        form.add_error("code", form.wrong)
    context = {"form": form, "token": token, "secret": second_factor.readable_secret(device)}
    return render(request, "staff/confirm_authenticator.html", context)


@never_stored
def qr_image(request: HttpRequest, token: str) -> HttpResponse:
    """The authenticator link as an SVG picture of our own origin (the CSP allows no other)."""
    link = _open(request, token)
    device = second_factor.pending_authenticator(link.user) if link else None
    if device is None:
        raise Http404
    return HttpResponse(second_factor.qr_svg(device), content_type="image/svg+xml")
