"""The one-use staff login link that the demonstration prints at each start."""

from django.conf import settings
from django.contrib.auth import get_user_model

from staff.actions import one_use_login

MINUTES = 60


def fresh_login_path() -> str | None:
    """Return a new path that signs the demo's first administrator in once, or None without one.

    Raises PermissionError outside demo mode.
    """
    if not settings.DEMO:
        raise PermissionError("one-use login links exist in the demonstration only")
    user = (
        get_user_model()
        .objects.filter(is_active=True, is_staff=True)
        .order_by("-is_superuser", "pk")
        .first()
    )
    if user is None:
        return None
    token = one_use_login(user=user, minutes=MINUTES)
    return f"/{settings.ADMIN_PATH}demo-login/{token}/"
