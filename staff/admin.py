"""Lists of staff and of what happened to their accounts. Administrators only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from staff.access import has_role
from staff.actions import record
from staff.admin_views import ReadOnlyModelAdmin, register_admin_urls
from staff.models import StaffEvent, User
from staff.roles import ADMINISTRATOR, ROLES, role_label
from staff.urls import staff_urls

register_admin_urls("staff", staff_urls)


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [(role.name, role.label(get_language() or "en")) for role in ROLES]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Details only; roles and access are changed on the person's own page, by actions."""

    list_display = [
        "username",
        "initials",
        "roles",
        "is_active",
        "joined",
        "language",
        "last_login",
    ]
    list_filter = ["is_active", RoleFilter, "language"]
    search_fields = ["username", "initials"]
    ordering = ["username"]
    fields = ["username", "initials", "first_name", "last_name", "email", "language"]
    readonly_fields = ["username"]
    actions = None
    change_form_template = "staff/user_change_form.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).for_list()

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        language = get_language() or "en"
        return ", ".join(sorted(role_label(g.name, language) for g in person.groups.all()))

    @admin.display(description=_("second factor"), boolean=True)
    def joined(self, person: User) -> bool:
        return any(device.confirmed for device in person.totpdevice_set.all())

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("admin:staff_invite")

    def render_change_form(self, request: HttpRequest, context: dict, **kwargs: Any) -> Any:
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        note = ", ".join(form.changed_data)
        record(kind=StaffEvent.Kind.DETAILS_CHANGED, by=request.user, about=obj, note=note)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, ADMINISTRATOR)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, ADMINISTRATOR)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, ADMINISTRATOR)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StaffEvent)
class StaffEventAdmin(ReadOnlyModelAdmin):
    roles = (ADMINISTRATOR,)
    list_display = ["at", "kind", "by", "about", "note", "count"]
    list_filter = ["kind"]
    list_select_related = ["by", "about"]
    list_display_links = None
