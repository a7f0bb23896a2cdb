"""The admin site: nothing opens without password and second factor."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from staff.access import is_signed_in

# Secrets of devices, groups kept by sync_roles, and sign-in failures are not for browsing.
CLOSED_APPS = {"otp_totp", "otp_static", "axes", "auth"}


class KakuninAdminSite(admin.AdminSite):
    site_header = _("Kakunin staff")
    site_title = _("Kakunin staff")
    index_title = _("Today")
    index_template = "admin/index.html"
    login_template = "staff/sign_in.html"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else [*model_or_iterable]
        )
        open_models = [model for model in models if model._meta.app_label not in CLOSED_APPS]
        if open_models:
            super().register(open_models, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return is_signed_in(request)

    def get_urls(self) -> list:
        from staff.admin_views import registered_urls
        from staff.urls import onboarding_urls

        return [*onboarding_urls, *registered_urls(self), *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        from staff.views.sign_in import sign_in

        return sign_in(request, self)

    def password_change(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        from staff.views.me import change_password

        return change_password(request)

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        from staff.views.today import today

        return today(request, self)
