import re

import time_machine
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff import second_factor
from staff.models import StaffEvent
from tests.staff.factories import PASSWORD, code_of, make_staff, sign_in, signed_in, wrong_code


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def attempt(client: Client, username: str, password: str, code: str):
    return client.post("/admin/login/", {"username": username, "password": password, "code": code})


def body(response) -> str:
    """The page without what must differ: the CSRF token and the typed values."""
    return re.sub(r' value="[^"]*"', "", response.content.decode())


def test_password_and_code_together_open_the_admin(db):
    client = Client()
    response = sign_in(client, make_staff("verifier"))
    assert (response.status_code, response.url) == (302, "/admin/")
    assert is_in(client)


def test_every_wrong_part_gets_the_same_answer(db):
    user = make_staff()
    no_device = make_staff(device=False)
    closed = make_staff(is_active=False)
    visitor = make_staff()
    visitor.is_staff = False
    visitor.save()
    attempts = [
        (user.username, "not-the-password", code_of(user)),
        (user.username, PASSWORD, wrong_code(user)),
        (user.username, PASSWORD, "zzzzz-zzzzz"),
        ("nobody-of-that-name", PASSWORD, "123456"),
        (no_device.username, PASSWORD, "123456"),
        (closed.username, PASSWORD, code_of(closed)),
        (visitor.username, PASSWORD, code_of(visitor)),
    ]
    answers = []
    for username, password, code in attempts:
        client = Client()
        response = attempt(client, username, password, code)
        assert response.status_code == 200
        assert not is_in(client)
        answers.append(body(response))
    assert len(set(answers)) == 1


def test_a_code_works_once(db):
    user = make_staff()
    code = code_of(user)
    assert sign_in(Client(), user, code).status_code == 302
    client = Client()
    assert sign_in(client, user, code).status_code == 200
    assert not is_in(client)


def test_full_width_digits_and_blanks_are_understood(db):
    user = make_staff()
    digits = code_of(user)
    typed = "".join(chr(ord(d) + 0xFEE0) for d in digits[:3]) + "　" + digits[3:]
    assert sign_in(Client(), user, typed).status_code == 302


def test_backup_code_works_once_and_is_recorded(db):
    user = make_staff()
    codes = second_factor.new_sheet(user)
    assert len(set(codes)) == 10
    assert sign_in(Client(), user, codes[0].upper()).status_code == 302
    assert sign_in(Client(), user, codes[0]).status_code == 200
    assert second_factor.codes_left(user) == 9
    assert StaffEvent.objects.filter(kind="backup_code_used", by=user).count() == 1


def test_backup_codes_are_stored_as_digests_only(db):
    from staff.models import BackupCode

    codes = second_factor.new_sheet(make_staff())
    stored = " ".join(BackupCode.objects.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in stored for code in codes)


def test_a_wrong_backup_code_does_not_slow_down_the_authenticator(db):
    user = make_staff()
    second_factor.new_sheet(user)
    sign_in(Client(), user, "aaaaa-bbbbb")
    assert sign_in(Client(), user).status_code == 302


def test_a_wrong_code_slows_down_the_next_one(db):
    user = make_staff()
    with time_machine.travel("2026-10-03 09:00:00Z", tick=False) as clock:
        sign_in(Client(), user, wrong_code(user))
        assert sign_in(Client(), user).status_code == 200
        clock.shift(2)
        assert sign_in(Client(), user).status_code == 302
    assert TOTPDevice.objects.get(user=user).throttling_failure_count == 0


def test_five_wrong_passwords_close_sign_in_even_for_the_right_one(db):
    user = make_staff()
    for _ in range(4):
        assert attempt(Client(), user.username, "wrong", "123456").status_code == 200
    response = attempt(Client(), user.username, "wrong", "123456")
    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()
    assert response["Cache-Control"].count("no-store") == 1
    assert sign_in(Client(), user).status_code == 429


def test_right_password_with_wrong_codes_is_closed_the_same_way(db):
    user = make_staff()
    statuses = [sign_in(Client(), user, wrong_code(user)).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]


def test_unknown_user_is_closed_with_the_same_page(db):
    user = make_staff()
    for name in (user.username, "nobody-of-that-name"):
        for _ in range(5):
            last = attempt(Client(), name, "wrong", "123456")
        assert last.status_code == 429
        assert name not in last.content.decode()


def test_sign_in_opens_again_after_a_quarter_of_an_hour(db):
    user = make_staff()
    with time_machine.travel("2026-10-03 09:00:00Z", tick=False) as clock:
        for _ in range(5):
            attempt(Client(), user.username, "wrong", "123456")
        clock.shift(16 * 60)
        assert sign_in(Client(), user).status_code == 302


def test_failures_are_counted_by_the_hour_and_name_nobody(db):
    user = make_staff()
    with time_machine.travel("2026-10-03 09:20:00Z", tick=False):
        for _ in range(3):
            attempt(Client(), user.username, "hunter2-typed-in-the-wrong-place", "123456")
    event = StaffEvent.objects.get(kind="sign_in_failed")
    assert (event.count, event.by, event.about, event.note) == (3, None, None, "")


def test_typed_code_and_password_are_not_kept(db):
    from axes.models import AccessAttempt, AccessLog

    user = make_staff()
    attempt(Client(), user.username, "typed-password", "987654")
    sign_in(Client(), user)
    kept = " ".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert "typed-password" not in kept
    assert "987654" not in kept
    assert AccessLog.objects.count() == 0


def test_session_key_changes_at_sign_in_even_for_the_same_person(db):
    user = make_staff("verifier")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    before = client.session.session_key
    sign_in(client, user)
    assert client.session.session_key != before
    assert is_in(client)


def test_next_address_is_followed_only_on_this_site(db):
    for wanted, expected in [
        ("/admin/staff/me/", "/admin/staff/me/"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
    ]:
        user = make_staff()
        response = Client().post(
            "/admin/login/",
            {"username": user.username, "password": PASSWORD, "code": code_of(user)},
            query_params={"next": wanted},
        )
        assert response.url == expected


def test_hostile_input_is_told_beside_the_field(db):
    for hostile in ("a\0b", "x" * 10_000, "' OR 1=1 --", ""):
        response = attempt(Client(), hostile, hostile, hostile)
        assert response.status_code in (200, 400)
    response = Client().generic(
        "POST",
        "/admin/login/",
        b"username=%ED%A0%80&password=%00&code=%FF",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code in (200, 400)


def test_sign_in_page_speaks_the_browsers_language_and_offers_the_other(db):
    page = Client().get("/admin/login/", headers={"accept-language": "ja"})
    assert 'lang="ja"' in page.content.decode()
    assert page["Content-Language"] == "ja"
    page = Client().get("/admin/login/?language=en", headers={"accept-language": "ja"})
    assert '<html lang="en">' in page.content.decode()


def test_signed_in_person_skips_the_form(db):
    client = signed_in(make_staff("verifier"))
    assert client.get("/admin/login/").status_code == 302
