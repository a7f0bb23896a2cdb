import pytest
import time_machine
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.staff.factories import PASSWORD, code_of, make_staff, signed_in

START = "2026-10-03 09:00:00Z"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.STAFF_IDLE_SECONDS = 30 * 60
    settings.STAFF_ABSOLUTE_SECONDS = 12 * 3600


def test_idle_session_ends_and_says_why(db, clock):
    client = signed_in(make_staff("verifier"))
    clock.shift(29 * 60)
    assert client.get("/admin/").status_code == 200
    clock.shift(30 * 60)
    response = client.get("/admin/staff/me/")
    assert response.status_code == 302
    assert response.url == "/admin/login/?ended=idle&next=%2Fadmin%2Fstaff%2Fme%2F"
    assert "nothing happened for 30 minutes" in client.get(response.url).content.decode()
    assert client.get("/admin/").status_code == 302


def test_busy_session_ends_after_the_working_day(db, clock):
    client = signed_in(make_staff("verifier"))
    for _ in range(35):
        clock.shift(20 * 60)
        assert client.get("/admin/").status_code == 200
    clock.shift(20 * 60)
    assert client.get("/admin/").url.startswith("/admin/login/?ended=limit")


def test_session_made_elsewhere_gets_a_clock_at_first_sight(db, clock, staff_client):
    client = staff_client("verifier")
    assert client.get("/admin/").status_code == 200
    clock.shift(31 * 60)
    assert client.get("/admin/").status_code == 302


def test_expired_post_does_nothing(db, clock):
    user = make_staff("verifier")
    client = signed_in(user)
    clock.shift(31 * 60)
    assert client.post("/admin/staff/me/", {"language": "ja"}).url == "/admin/login/?ended=idle"
    user.refresh_from_db()
    assert user.language == "en"


def test_closed_account_loses_the_session_at_once(db):
    user = make_staff("verifier")
    client = signed_in(user)
    user.is_active = False
    user.save()
    assert client.get("/admin/").status_code == 302


def test_changed_password_ends_the_other_sessions(db):
    user = make_staff("verifier")
    here = signed_in(user)
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    there = signed_in(user)
    new = "another-good-long-password"
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    typed = {"password": PASSWORD, "new": new, "again": new, "code": code_of(user)}
    assert here.post("/admin/password_change/", typed).status_code == 302
    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302
    assert user.events_about.filter(kind="password_changed").count() == 1


def test_removed_device_ends_the_session_at_once(db):
    user = make_staff("verifier")
    client = signed_in(user)
    TOTPDevice.objects.filter(user=user).delete()
    assert client.get("/admin/").status_code == 302


def test_removed_role_closes_its_pages_at_once(db):
    user = make_staff("administrator")
    client = signed_in(user)
    assert client.get("/admin/staff/invite/").status_code == 200
    user.groups.clear()
    assert client.get("/admin/staff/invite/").status_code == 403


def test_sign_out_ends_the_session(db):
    client = signed_in(make_staff("verifier"))
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/staff/me/", "/admin/jsi18n/"])
def test_admin_pages_are_never_stored(db, path):
    for client in (Client(), signed_in(make_staff("verifier"))):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_admin_speaks_the_persons_language_whatever_the_browser_says(db):
    client = signed_in(make_staff("verifier", language="ja"))
    page = client.get("/admin/", headers={"accept-language": "en"})
    assert '<html lang="ja"' in page.content.decode()
    assert page["Content-Language"] == "ja"
