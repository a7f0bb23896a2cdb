"""Staff members with password and authenticator, and the codes they would type."""

import itertools
import time

from django.contrib.auth.models import Group
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.models import User

PASSWORD = "correct-horse-battery-staple"
_numbers = itertools.count(1)


def make_staff(*roles: str, device: bool = True, **values) -> User:
    number = next(_numbers)
    username = values.pop("username", f"person{number}")
    user = User.objects.create_user(
        username, f"{username}@example.org", PASSWORD, is_staff=True, **values
    )
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    if device:
        TOTPDevice.objects.create(user=user, name="authenticator", confirmed=True)
    return user


def code_of(user: User, *, confirmed: bool = True) -> str:
    """What the person's app shows now."""
    device = TOTPDevice.objects.get(user=user, confirmed=confirmed)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time()
    return f"{totp.token():06d}"


def wrong_code(user: User) -> str:
    right = code_of(user)
    return f"{(int(right) + 500_000) % 1_000_000:06d}"


def sign_in(client: Client, user: User, code: str | None = None):
    """POST the real sign-in form."""
    return client.post(
        "/admin/login/",
        {"username": user.username, "password": PASSWORD, "code": code or code_of(user)},
    )


def signed_in(user: User) -> Client:
    client = Client()
    response = sign_in(client, user)
    assert response.status_code == 302, response.content.decode()
    return client
