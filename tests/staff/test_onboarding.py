import re

import pytest
import time_machine
from django.contrib.auth.hashers import is_password_usable
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.models import StaffEvent, User
from tests.staff.factories import PASSWORD, code_of, make_staff, sign_in, signed_in
from trust.outbox import send_due

NEW = "four random words here"


def invite(client: Client, **values) -> User:
    data = {"username": "hanako", "email": "hanako@example.org", "language": "en"}
    response = client.post("/admin/staff/invite/", {**data, "roles": ["verifier"], **values})
    assert response.status_code == 302, response.content.decode()
    return User.objects.get(username={**data, **values}["username"])


def mailed_path() -> str:
    send_due()
    return re.search(r"/admin/invite/[^/\s]+/", mail.outbox[-1].body).group()


@pytest.fixture
def administrator(db) -> Client:
    return signed_in(make_staff("administrator"))


def test_invited_person_joins_and_signs_in(administrator):
    person = invite(administrator)
    assert not is_password_usable(person.password)
    path = mailed_path()
    assert mail.outbox[-1].to == ["hanako@example.org"]

    client = Client()
    page = client.get(path)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    step2 = client.post(path, {"password": NEW, "again": NEW})
    assert step2.url == f"{path}authenticator/"
    page = client.get(step2.url).content.decode()
    device = TOTPDevice.objects.get(user=person)
    assert not device.confirmed
    assert f"{path}qr.svg" in page
    qr = client.get(f"{path}qr.svg")
    assert (qr["Content-Type"], qr.content[:5]) == ("image/svg+xml", b"<?xml")
    assert "no-store" in qr["Cache-Control"]

    wrong = f"{(int(code_of(person, confirmed=False)) + 1) % 1_000_000:06d}"
    assert "not right" in client.post(step2.url, {"code": wrong}).content.decode()
    assert not TOTPDevice.objects.get(user=person).confirmed

    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    done = client.post(step2.url, {"code": code_of(person, confirmed=False)})
    codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", done.content.decode())
    assert len(codes) == 10
    assert "no-store" in done["Cache-Control"]
    assert client.get("/admin/").status_code == 200

    person.refresh_from_db()
    assert person.check_password(NEW)
    later = Client()
    response = later.post(
        "/admin/login/", {"username": "hanako", "password": NEW, "code": codes[3]}
    )
    assert response.status_code == 302
    assert later.get("/admin/").status_code == 200
    assert {"invited", "roles_changed", "joined"} <= set(
        StaffEvent.objects.filter(about=person).values_list("kind", flat=True)
    )


def test_used_link_opens_nothing(administrator):
    person = invite(administrator)
    path = mailed_path()
    client = Client()
    client.post(path, {"password": NEW, "again": NEW})
    client.post(f"{path}authenticator/", {"code": code_of(person, confirmed=False)})
    other = Client()
    for address in (path, f"{path}authenticator/"):
        assert other.get(address).status_code == 410
        assert other.post(address, {"password": "x", "code": "1"}).status_code == 410
    assert other.get(f"{path}qr.svg").status_code == 404


def test_password_alone_is_not_an_account(administrator):
    invite(administrator)
    client = Client()
    client.post(mailed_path(), {"password": NEW, "again": NEW})
    response = client.post(
        "/admin/login/", {"username": "hanako", "password": NEW, "code": "123456"}
    )
    assert response.status_code == 200
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("short", "short", "at least 12"),
        ("q1w2e3r4t5y6", "q1w2e3r4t5y6", "too common"),
        (NEW, NEW + "x", "not the same"),
        ("hanako@example", "hanako@example", "too similar"),
        ("", "", "required"),
    ],
)
def test_bad_password_is_told_beside_the_field(administrator, password, again, told):
    invite(administrator)
    response = Client().post(mailed_path(), {"password": password, "again": again})
    assert response.status_code == 200
    assert told in response.content.decode()
    assert not TOTPDevice.objects.filter(user__username="hanako").exists()


def test_authenticator_step_needs_the_password_first(administrator):
    invite(administrator)
    path = mailed_path()
    assert Client().get(f"{path}authenticator/").url == path


def test_link_ends_after_three_days(db):
    with time_machine.travel("2026-10-03 09:00:00Z", tick=False) as clock:
        invite(signed_in(make_staff("administrator")))
        path = mailed_path()
        clock.shift(3 * 24 * 3600)
        assert Client().get(path).status_code == 410


def test_newer_invitation_withdraws_the_older_one(administrator):
    person = invite(administrator)
    first = mailed_path()
    administrator.post(f"/admin/staff/member/{person.pk}/invite-again/")
    second = mailed_path()
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


@pytest.mark.parametrize("token", ["x", "x" * 500, "%00", "あ"])
def test_wrong_token_says_that_the_link_is_over(db, token):
    assert Client().get(f"/admin/invite/{token}/").status_code in (400, 404, 410)


def test_invitation_in_japanese_for_a_japanese_colleague(administrator):
    invite(administrator, language="ja")
    page = Client().get(mailed_path(), headers={"accept-language": "en"})
    assert '<html lang="ja">' in page.content.decode()


def test_taken_user_name_is_told_beside_the_field(administrator):
    make_staff(username="Taken")
    response = administrator.post(
        "/admin/staff/invite/",
        {"username": "taken", "email": "a@example.org", "language": "en", "roles": []},
    )
    assert response.status_code == 200
    assert "This user name is taken" in response.content.decode()


def test_lost_device_is_reset_by_an_administrator(administrator):
    person = make_staff("verifier")
    session = signed_in(person)
    page = administrator.get(f"/admin/staff/member/{person.pk}/reset/")
    assert page.status_code == 200
    assert session.get("/admin/").status_code == 200, "asking alone changes nothing"
    administrator.post(f"/admin/staff/member/{person.pk}/reset/")
    assert session.get("/admin/").status_code == 302
    assert Client().get(mailed_path()).status_code == 200
    kinds = StaffEvent.objects.filter(about=person).values_list("kind", flat=True)
    assert "second_factor_reset" in kinds


def test_create_administrator_prints_a_working_link(db, capsys):
    call_command("create_administrator", "first", "first@example.org", "--language", "ja")
    path = re.search(r"/admin/invite/\S+", capsys.readouterr().out).group()
    assert Client().get(path).status_code == 200
    user = User.objects.get(username="first")
    assert user.role_names() == {"administrator"}
    assert not user.is_superuser


def test_create_administrator_resets_the_only_one(db, capsys):
    user = make_staff("administrator")
    client = signed_in(user)
    call_command("create_administrator", user.username, user.email, "--reset")
    path = re.search(r"/admin/invite/\S+", capsys.readouterr().out).group()
    assert client.get("/admin/").status_code == 302
    assert Client().get(path).status_code == 200


def test_create_administrator_refuses_a_bad_address(db):
    with pytest.raises(CommandError, match="email"):
        call_command("create_administrator", "first", "no-address")


def test_new_backup_codes_need_a_code_of_the_app(db):
    user = make_staff("verifier")
    client = signed_in(user)
    assert (
        "not right"
        in client.post(
            "/admin/staff/me/codes/", {"password": PASSWORD, "code": "000000"}
        ).content.decode()
    )
    TOTPDevice.objects.update(
        last_t=-1, throttling_failure_timestamp=None, throttling_failure_count=0
    )
    page = client.post(
        "/admin/staff/me/codes/", {"password": PASSWORD, "code": code_of(user)}
    ).content.decode()
    codes = re.findall(r"<code>([^<]+)</code>", page)
    assert len(codes) == 10
    assert sign_in(Client(), user, codes[0]).status_code == 302
