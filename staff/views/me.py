"""A person's own page: language, password, backup codes, other sign-ins."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from staff import actions, second_factor, session
from staff.access import signed_in_required
from staff.admin_views import admin_context
from staff.forms import BothFactorsForm, EndSessionsForm, LanguageForm, NewPasswordForm


@signed_in_required
def me(request: HttpRequest) -> HttpResponse:
    """Language of the admin; how many backup codes are left; where else the person is signed in."""
    form = LanguageForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("admin:staff_me")
    return _show(request, form=form)


@signed_in_required
@require_POST
@sensitive_post_parameters()
def new_codes(request: HttpRequest) -> HttpResponse:
    """A fresh sheet, against password and code."""
    form = BothFactorsForm(request.user, request.POST)
    if form.is_valid():
        codes = actions.renew_backup_codes(user=request.user)
        messages.success(request, _("The older codes no longer work."))
        return render(request, "staff/backup_codes.html", {"codes": codes, "joined": False})
    return _show(request, code_form=form)


@signed_in_required
@require_POST
@sensitive_post_parameters()
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End chosen sign-ins of the same person elsewhere, against a code."""
    form = EndSessionsForm(request.user, session.others(request), request.POST)
    if form.is_valid():
        keys = session.keys_of(request, form.cleaned_data["which"])
        ended = actions.end_sessions(user=request.user, keys=keys)
        text = ngettext("%(n)d sign-in has ended.", "%(n)d sign-ins have ended.", ended)
        messages.success(request, text % {"n": ended})
        return redirect("admin:staff_me")
    return _show(request, end_form=form)


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password, against the old one and a code; all other sign-ins end."""
    form = NewPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.change_password(user=request.user, password=form.cleaned_data["new"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your new password works. Other sign-ins have ended."))
        return redirect("admin:staff_me")
    context = admin_context(request, title=_("Change password"), form=form)
    return render(request, "staff/password.html", context)


def _show(request: HttpRequest, **forms: BaseForm) -> HttpResponse:
    others = session.others(request)
    own = {
        "form": LanguageForm(instance=request.user),
        "code_form": BothFactorsForm(request.user),
        "end_form": EndSessionsForm(request.user, others),
    }
    context = admin_context(
        request,
        title=_("My settings"),
        codes_left=second_factor.codes_left(request.user),
        others=others,
        **(own | forms),
    )
    return render(request, "staff/me.html", context)
