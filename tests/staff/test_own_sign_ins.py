"""What a person does about their own ways in: other sign-ins, password, codes."""

import re

import pytest
from django.contrib.sessions.models import Session
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.staff.factories import PASSWORD, code_of, make_staff, signed_in, wrong_code

ME, END, CHANGE = "/admin/staff/me/", "/admin/staff/me/sessions/", "/admin/password_change/"


def again(user):
    """Let the person's next code count although a moment has not passed."""
    TOTPDevice.objects.filter(user=user).update(last_t=-1, throttling_failure_count=0)


@pytest.fixture
def user(db):
    return make_staff("verifier")


@pytest.fixture
def clients(user):
    found = []
    for _ in range(3):
        found.append(signed_in(user))
        again(user)
    return found


def names(client):
    return re.findall(r'name="end-which" value="([0-9a-f]{16})"', client.get(ME).content.decode())


def test_other_sign_ins_are_listed_and_nobody_elses(clients):
    stranger = signed_in(make_staff("verifier"))
    assert len(names(clients[0])) == 2
    assert names(stranger) == []
    assert "signed in here only" in stranger.get(ME).content.decode()


def test_a_chosen_sign_in_ends_at_once_and_the_others_stay(user, clients):
    here, chosen, kept = clients
    page = {key: set(names(client)) for key, client in (("chosen", chosen), ("kept", kept))}
    # Seen from each, all but itself: what only the kept one sees is the chosen one.
    (name,) = page["kept"] - page["chosen"]
    response = here.post(END, {"end-which": [name], "end-code": code_of(user)}, follow=True)
    assert "1 sign-in has ended." in response.content.decode()
    assert chosen.get(ME).status_code == 302
    assert kept.get(ME).status_code == here.get(ME).status_code == 200
    assert user.events_about.filter(kind="sessions_ended").count() == 1


def test_without_a_right_code_nothing_ends(user, clients):
    here = clients[0]
    typed = {"end-which": names(here), "end-code": wrong_code(user)}
    page = here.post(END, typed).content.decode()
    assert "This code is not right" in page
    assert page.count("checked") == 2  # what was ticked stays ticked
    assert len(names(here)) == 2


def test_nothing_ticked_is_told_and_costs_no_code(user, clients):
    here = clients[0]
    code = code_of(user)
    assert "Tick at least one." in here.post(END, {"end-code": code}).content.decode()
    assert here.post(END, {"end-which": names(here), "end-code": code}).status_code == 302


def test_a_sign_in_of_somebody_else_cannot_be_named(user, clients):
    stranger = make_staff("verifier")
    signed_in(stranger)
    again(stranger)
    (other,) = names(signed_in(stranger))
    page = clients[0].post(END, {"end-which": [other], "end-code": code_of(user)})
    assert page.status_code == 200
    assert Session.objects.count() == 5


def test_no_session_key_stands_in_the_page(clients):
    page = clients[0].get(ME).content.decode()
    assert not [row for row in Session.objects.all() if row.session_key in page]


def test_queries_do_not_grow_with_sign_ins(user, clients, django_assert_max_num_queries):
    here = clients[0]
    here.get(ME)
    with django_assert_max_num_queries(12) as before:
        here.get(ME)
    for _ in range(5):
        signed_in(user)
        again(user)
    with django_assert_max_num_queries(12) as after:
        here.get(ME)
    assert len(before) == len(after)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"password": "wrong-password-of-mine"}, "This is not your password."),
        ({"again": "something-else-typed"}, "The two passwords are not the same."),
        ({"new": "short"}, "at least 12 characters"),
        ({"code": "000000"}, "This code is not right"),
        ({"code": ""}, "This field is required."),
    ],
)
def test_a_new_password_needs_the_old_one_and_a_code(user, changed, told):
    client = signed_in(user)
    again(user)
    new = "another-good-long-one"
    typed = {"password": PASSWORD, "new": new, "again": new, "code": code_of(user), **changed}
    assert told in client.post(CHANGE, typed).content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_new_codes_need_the_password_too(user):
    client = signed_in(user)
    again(user)
    typed = {"password": "wrong-password-of-mine", "code": code_of(user)}
    assert "not your password" in client.post("/admin/staff/me/codes/", typed).content.decode()
