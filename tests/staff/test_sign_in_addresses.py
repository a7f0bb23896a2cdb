"""Staff can sign in wherever the web server says they come from."""

import pytest
from django.test import Client

from tests.staff.factories import PASSWORD, code_of, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("remote", ["", "192.0.2.1:1234", "2001:db8::1", "unix:"])
def test_sign_in_works_and_a_wrong_password_is_told(remote):
    staff = make_staff("listing editor")
    client = Client(REMOTE_ADDR=remote)
    data = {"username": staff.username, "password": "wrong", "otp_token": code_of(staff)}
    wrong = client.post("/admin/login/", data)
    assert wrong.status_code == 200
    page = client.get("/admin/login/").content.decode()
    field = "otp_token" if "otp_token" in page else "code"
    right = client.post(
        "/admin/login/",
        {
            "username": staff.username,
            "password": PASSWORD,
            field: code_of(staff),
            "next": "/admin/",
        },
    )
    assert right.status_code == 302
