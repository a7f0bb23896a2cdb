"""Staff can sign in wherever the web server says they come from.

PostgreSQL is the strict one: it refuses a text that is no address.
"""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests.staff.factories import make_staff, sign_in

pytestmark = pytest.mark.django_db
REMOTES = [
    ("", None),
    ("unix:", None),
    ("192.0.2.1:1234", "192.0.2.1"),
    ("[2001:db8:1:2::3]:443", "2001:db8:1:2::"),
]


def wrong_password(user, remote: str):
    form = {"username": user.username, "password": "wrong", "code": "123456"}
    return Client(REMOTE_ADDR=remote).post("/admin/login/", form)


@pytest.mark.parametrize(("remote", "kept"), REMOTES)
def test_sign_in_works_and_a_failure_is_counted(remote, kept):
    user = make_staff("listing editor")
    assert wrong_password(user, remote).status_code == 200
    assert AccessAttempt.objects.get().ip_address == kept
    client = Client(REMOTE_ADDR=remote)
    assert sign_in(client, user).status_code == 302
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(("remote", "kept"), REMOTES)
def test_without_a_usable_address_sign_in_still_closes(remote, kept):
    user = make_staff()
    assert [wrong_password(user, remote).status_code for _ in range(5)] == [200] * 4 + [429]
    assert sign_in(Client(REMOTE_ADDR=remote), user).status_code == 429


def test_another_port_is_the_same_address():
    user = make_staff()
    statuses = [wrong_password(user, f"192.0.2.1:{port}").status_code for port in range(4001, 4006)]
    assert statuses == [200] * 4 + [429]
