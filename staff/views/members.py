"""Inviting people and looking after their access. Administrators only."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from staff import actions, second_factor
from staff.access import role_required
from staff.admin_views import admin_context
from staff.forms import InviteForm, RolesForm
from staff.models import EntryLink, StaffEvent, User
from staff.roles import ADMINISTRATOR


@role_required(ADMINISTRATOR)
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        link = actions.invite(**form.cleaned_data, by=request.user)
        messages.success(request, _("The invitation is on its way. The link works for 3 days."))
        return redirect("admin:staff_member", pk=link.user_id)
    context = admin_context(request, title=_("Invite a colleague"), form=form)
    return render(request, "staff/invite.html", context)


@role_required(ADMINISTRATOR)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles (POST), second factor, invitation, what happened."""
    person = get_object_or_404(User, pk=pk)
    initial = {"roles": sorted(person.role_names())}
    form = RolesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _change(
            request, person, actions.set_roles, user=person, roles=form.cleaned_data["roles"]
        )
    context = admin_context(
        request,
        title=_("Roles and access"),
        form=form,
        person=person,
        joined=second_factor.has_second_factor(person),
        codes_left=second_factor.codes_left(person),
        invitation=EntryLink.objects.usable().filter(user=person, kind="invite").first(),
        events=StaffEvent.objects.filter(about=person).select_related("by")[:20],
    )
    return render(request, "staff/member.html", context)


@role_required(ADMINISTRATOR)
@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk, is_active=True)
    return _change(request, person, actions.invite_again, user=person)


@role_required(ADMINISTRATOR)
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST resets and sends a new invitation."""
    person = get_object_or_404(User, pk=pk, is_active=True)
    if request.method == "POST":
        return _change(request, person, actions.reset_second_factor, user=person)
    context = admin_context(request, title=_("Reset the second factor?"), person=person)
    return render(request, "staff/reset.html", context)


@role_required(ADMINISTRATOR)
def change_access(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST closes or opens the account."""
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        active = request.POST.get("active") == "1"
        return _change(request, person, actions.set_active, user=person, active=active)
    title = _("Close this access?") if person.is_active else _("Open this access again?")
    context = admin_context(request, title=title, person=person)
    return render(request, "staff/access.html", context)


def _change(request: HttpRequest, person: User, action, **values) -> HttpResponse:  # type: ignore[no-untyped-def]
    """Run one action as this administrator and go back to the person's page."""
    try:
        action(**values, by=request.user)
        messages.success(request, _("Done."))
    except actions.LastAdministrator as refused:
        messages.error(request, refused.message)
    return redirect("admin:staff_member", pk=person.pk)
