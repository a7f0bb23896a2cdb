import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from staff import actions
from staff.models import EntryLink, StaffEvent
from tests.staff.factories import make_staff


@pytest.fixture
def _demo(settings):
    settings.DEMO = True


def test_link_asks_first_then_signs_in_once(db, _demo):
    user = make_staff("verifier", device=False)
    path = f"/admin/demo-login/{actions.one_use_login(user=user, minutes=10)}/"
    client = Client()
    page = client.get(path)
    assert page.status_code == 200
    assert page.content.decode().count("<button") == 1
    assert client.get("/admin/").status_code == 302
    assert client.post(path).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert StaffEvent.objects.filter(kind="demo_sign_in", by=user).count() == 1
    other = Client()
    assert other.get(path).status_code == 410
    assert other.post(path).status_code == 410
    assert other.get("/admin/").status_code == 302


def test_each_start_gives_a_new_link_and_older_ones_stay_usable_once(db, _demo):
    user = make_staff("verifier", device=False)
    tokens = {actions.one_use_login(user=user) for _ in range(2)}
    assert len(tokens) == 2
    assert all(Client().post(f"/admin/demo-login/{t}/").status_code == 302 for t in tokens)


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "", "nonsense", "::ffff:192.0.2.7"])
def test_link_answers_only_this_computer(db, _demo, address):
    path = f"/admin/demo-login/{actions.one_use_login(user=make_staff('verifier'))}/"
    client = Client(REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR="127.0.0.1")
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_outside_the_demo_there_is_no_link(db, settings):
    settings.DEMO = True
    user = make_staff("verifier")
    path = f"/admin/demo-login/{actions.one_use_login(user=user)}/"
    settings.DEMO = False
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 404
    with pytest.raises(ImproperlyConfigured):
        actions.one_use_login(user=user)


def test_demo_session_is_worth_nothing_once_the_demo_flag_is_gone(db, settings):
    settings.DEMO = True
    client = Client()
    client.post(f"/admin/demo-login/{actions.one_use_login(user=make_staff('verifier'))}/")
    assert client.get("/admin/").status_code == 200
    settings.DEMO = False
    assert client.get("/admin/").status_code == 302


def test_demo_link_is_no_invitation(db, _demo):
    token = actions.one_use_login(user=make_staff("verifier"))
    assert Client().get(f"/admin/invite/{token}/").status_code == 410
    assert EntryLink.objects.get().used_at is None


def test_demo_device_accepts_no_code(db, _demo):
    user = make_staff("verifier", device=False)
    client = Client()
    client.post(f"/admin/demo-login/{actions.one_use_login(user=user)}/")
    device = user.backupcodedevice_set.get()
    assert not device.verify_token("")
    assert not device.verify_token("aaaaabbbbb")
