"""Who may open what: second factor and role. Used by every admin view of our own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from staff.roles import BY_NAME, ROLE_NAMES


def is_signed_in(request: HttpRequest) -> bool:
    """True for active staff whose session passed password and second factor."""
    user = request.user
    if not (user.is_active and user.is_staff and user.is_verified()):
        return False
    return settings.DEMO or not getattr(user.otp_device, "is_demo", False)


def has_role(user: Any, *roles: str) -> bool:
    """True if this person holds at least one of `roles`. Superusers get nothing for free."""
    _refuse_unknown(roles)
    return bool(user.is_active and user.is_staff and user.role_names() & set(roles))


def signed_in_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard of an admin page that needs no role (a person's own settings)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_signed_in(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request, *args, **kwargs)

    guarded.staff_roles = ROLE_NAMES  # type: ignore[attr-defined]
    return guarded


def role_required(*roles: str) -> Callable:
    """Guard of an admin view: second factor, then one of `roles`.

    Signed out: to the sign-in page and back. Without the role: a 403 page that names
    the roles. The view carries them as `staff_roles`.
    """
    if not roles:
        raise ImproperlyConfigured("role_required needs at least one role (or use any_role)")
    _refuse_unknown(roles)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @signed_in_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not has_role(request.user, *roles):
                return forbidden(request, roles)
            return view(request, *args, **kwargs)

        guarded.staff_roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def any_role(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard of an admin view that every role may open."""
    return role_required(*ROLE_NAMES)(view)


def forbidden(request: HttpRequest, roles: tuple[str, ...]) -> HttpResponse:
    """The 403 page inside the admin: says which role opens the page."""
    labels = [BY_NAME[name].label(request.LANGUAGE_CODE) for name in roles]
    return render(request, "staff/forbidden.html", {"roles": labels}, status=403)


def _refuse_unknown(roles: tuple[str, ...]) -> None:
    unknown = set(roles) - set(ROLE_NAMES)
    if unknown:
        raise ImproperlyConfigured(f"unknown staff role: {', '.join(sorted(unknown))}")
