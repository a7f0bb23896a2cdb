"""The sign-in page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from staff import session
from staff.access import is_signed_in
from staff.actions import record, record_failed_sign_in
from staff.forms import SignInForm
from staff.models import BackupCodeDevice, StaffEvent


@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """GET shows the form; POST opens a session only with password and code together."""
    if request.method == "GET" and is_signed_in(request):
        return HttpResponseRedirect(_destination(request))
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_valid():
            session.open_session(request, form.user, form.device)
            by_code = isinstance(form.device, BackupCodeDevice)
            kind = StaffEvent.Kind.BACKUP_CODE_USED if by_code else StaffEvent.Kind.SIGNED_IN
            record(kind=kind, by=form.user, about=form.user)
            return HttpResponseRedirect(_destination(request))
        if form.refused:
            record_failed_sign_in()
    context = {
        "form": form,
        "ended": request.GET.get("ended", ""),
        "idle_minutes": settings.STAFF_IDLE_SECONDS // 60,
        "other_language": "en" if get_language() == "ja" else "ja",
    }
    return render(request, site.login_template, context)


def _destination(request: HttpRequest) -> str:
    """Where the person wanted to go, if it is on this site; else Today."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("admin:index")
