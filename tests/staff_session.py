"""A client of a staff member who has passed the second factor."""

import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

_numbers = itertools.count(1)


def signed_in_client(role: str | None = None, *, superuser: bool = False) -> Client:
    """Return a client of a new staff member; ``role`` is a group name, None means no role.

    The user stands in ``client.user``.
    """
    user = get_user_model().objects.create_user(
        username=f"staff{next(_numbers)}", is_staff=True, is_superuser=superuser
    )
    if role:
        user.groups.add(Group.objects.get(name=role))
    device = TOTPDevice.objects.create(user=user, name="test", confirmed=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    client.user = user  # type: ignore[attr-defined]
    return client
