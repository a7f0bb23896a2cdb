"""How other apps add pages and read-only lists to the admin.

In `<app>/admin.py`:

    register_admin_urls("reviews", [path("queue/", views.queue, name="reviews_queue")])

gives /admin/reviews/queue/ as `admin:reviews_queue`. Every view must carry
`@role_required(...)` or `@any_role`; a view without one is refused at start. Templates
extend "admin/kakunin_base.html"; views render with `admin_context(request, title=...)`.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from staff.access import has_role

_registered: list[tuple[str, list[URLPattern]]] = []


def register_admin_urls(prefix: str, urlpatterns: list[URLPattern]) -> None:
    """Add views below /admin/<prefix>/. Raises ImproperlyConfigured for an unguarded view."""
    for pattern in urlpatterns:
        if not getattr(getattr(pattern, "callback", None), "staff_roles", None):
            raise ImproperlyConfigured(
                f"admin view {prefix}/{pattern.pattern}: put @role_required(...) on top of it"
            )
    _registered.append((prefix.strip("/"), list(urlpatterns)))


def registered_urls(site: admin.AdminSite) -> list[URLPattern]:
    """All registered views wrapped by the site: second factor, CSRF, no-store."""
    return [
        path(
            f"{prefix}/{pattern.pattern}",
            site.admin_view(pattern.callback),
            pattern.default_args,
            pattern.name,
        )
        for prefix, patterns in _registered
        for pattern in patterns
    ]


def admin_context(request: HttpRequest, **context: Any) -> dict[str, Any]:
    """Context of an own admin page: the site's header and menus plus `context`."""
    return {**admin.site.each_context(request), **context}


class ReadOnlyModelAdmin(admin.ModelAdmin):
    """A list to read for the roles named in `roles`; changes go through our own views.

    Writes no LogEntry, has no bulk actions and no search unless a subclass names
    columns that are not encrypted.
    """

    roles: tuple[str, ...] = ()
    actions = None
    change_form_template = "admin/kakunin_readonly.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, *self.roles)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no stock history: the app's own transition rows tell what happened."""
        raise PermissionDenied
