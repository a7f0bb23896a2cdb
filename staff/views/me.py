"""A person's own page: language and backup codes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from staff import second_factor
from staff.access import signed_in_required
from staff.actions import renew_backup_codes
from staff.admin_views import admin_context
from staff.forms import CodeForm, LanguageForm


@signed_in_required
def me(request: HttpRequest) -> HttpResponse:
    """Language of the admin; how many backup codes are left."""
    form = LanguageForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("admin:staff_me")
    return _show(request, form, CodeForm())


@signed_in_required
@require_POST
@sensitive_post_parameters()
def new_codes(request: HttpRequest) -> HttpResponse:
    """A fresh sheet, against a code of the authenticator (an open desk is not enough)."""
    form = CodeForm(request.POST)
    if form.is_valid():
        if second_factor.check_code(request.user, form.cleaned_data["code"]):
            codes = renew_backup_codes(user=request.user)
            messages.success(request, _("The older codes no longer work."))
            return render(request, "staff/backup_codes.html", {"codes": codes, "joined": False})
        form.add_error("code", form.wrong)
    return _show(request, LanguageForm(instance=request.user), form)


def _show(request: HttpRequest, form: LanguageForm, code_form: CodeForm) -> HttpResponse:
    context = admin_context(
        request,
        title=_("My settings"),
        form=form,
        code_form=code_form,
        codes_left=second_factor.codes_left(request.user),
    )
    return render(request, "staff/me.html", context)
