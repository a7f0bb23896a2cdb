"""Every staff address against everybody who may knock."""

import pytest
from django.test import Client
from django.urls import get_resolver

from staff.models import User
from staff.roles import ADMINISTRATOR, ROLE_NAMES
from tests.staff.factories import make_staff, signed_in

ADMINISTRATORS_PAGES = [
    "/admin/staff/invite/",
    "/admin/staff/member/{pk}/",
    "/admin/staff/member/{pk}/reset/",
    "/admin/staff/member/{pk}/access/",
    "/admin/staff/user/",
    "/admin/staff/user/{pk}/change/",
    "/admin/staff/staffevent/",
]
EVERYBODYS_PAGES = ["/admin/", "/admin/staff/me/", "/admin/password_change/"]
POSTS_ONLY = [
    "/admin/staff/member/{pk}/invite-again/",
    "/admin/staff/me/codes/",
    "/admin/staff/me/sessions/",
]
OPEN = {"login", "invite_accept", "invite_authenticator", "invite_qr", "demo_login"}


@pytest.fixture
def person(db) -> User:
    return make_staff()


def knock(client: Client, path: str, person: User) -> int:
    return client.get(path.format(pk=person.pk)).status_code


def with_password_only() -> Client:
    client = Client()
    user = make_staff(*ROLE_NAMES)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("path", ADMINISTRATORS_PAGES + EVERYBODYS_PAGES + POSTS_ONLY)
def test_without_second_factor_every_page_leads_to_sign_in(person, path):
    address = path.format(pk=person.pk)
    closed = make_staff(ADMINISTRATOR)
    closed_client = signed_in(closed)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    demoted = make_staff(ADMINISTRATOR)
    demoted_client = signed_in(demoted)
    User.objects.filter(pk=demoted.pk).update(is_staff=False)
    for client in (Client(), with_password_only(), closed_client, demoted_client):
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 302
            assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("path", ADMINISTRATORS_PAGES)
@pytest.mark.parametrize("role", [None, *ROLE_NAMES])
def test_accounts_are_for_administrators(person, path, role):
    client = signed_in(make_staff(*([role] if role else [])))
    assert knock(client, path, person) == (200 if role == ADMINISTRATOR else 403)


@pytest.mark.parametrize("path", ADMINISTRATORS_PAGES)
def test_superuser_without_role_gets_nothing_for_free(person, path):
    client = signed_in(make_staff(is_superuser=True))
    assert knock(client, path, person) == 403


@pytest.mark.parametrize("path", EVERYBODYS_PAGES)
@pytest.mark.parametrize("role", [None, *ROLE_NAMES])
def test_own_pages_are_for_everybody(person, path, role):
    client = signed_in(make_staff(*([role] if role else [])))
    assert knock(client, path, person) == 200


@pytest.mark.parametrize("path", POSTS_ONLY)
def test_changes_are_not_made_by_get(person, path):
    assert knock(signed_in(make_staff(ADMINISTRATOR)), path, person) == 405


@pytest.mark.parametrize(
    "path",
    [
        "/admin/otp_totp/totpdevice/",
        "/admin/otp_static/staticdevice/",
        "/admin/axes/accessattempt/",
        "/admin/auth/group/",
        "/admin/staff/user/{pk}/delete/",
        "/admin/staff/backupcode/",
    ],
)
def test_secrets_and_groups_have_no_page(person, path):
    client = signed_in(make_staff(*ROLE_NAMES, is_superuser=True))
    assert knock(client, path, person) in (403, 404)


def test_no_address_below_admin_opens_for_a_stranger(db):
    """Walks the real address list, so that a page added tomorrow is tested too."""
    site = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "admin")
    names = []
    for pattern in _flat(site.url_patterns):
        name, regex = pattern
        if name in OPEN:
            continue
        names.append(name)
        path = "/admin/" + regex
        response = Client().get(path)
        assert response.status_code in (301, 302, 404), f"{path} answered {response.status_code}"
    assert len(names) > 20


def _flat(patterns, prefix=""):
    import re

    for pattern in patterns:
        text = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _flat(pattern.url_patterns, text)
        else:
            text = re.sub(r"<int:[^>]+>", "1", text)
            text = re.sub(r"<[^>]+>", "x", text)
            if not text.startswith("(?P") and "(?P" not in text:
                yield pattern.name, text


def test_administrator_changes_roles_and_access(person):
    client = signed_in(make_staff(ADMINISTRATOR))
    client.post(f"/admin/staff/member/{person.pk}/", {"roles": ["verifier", "quote coordinator"]})
    person = User.objects.get(pk=person.pk)
    assert person.role_names() == {"verifier", "quote coordinator"}
    client.post(f"/admin/staff/member/{person.pk}/access/", {"active": "0"})
    assert not User.objects.get(pk=person.pk).is_active
    client.post(f"/admin/staff/member/{person.pk}/access/", {"active": "1"})
    assert User.objects.get(pk=person.pk).is_active
    kinds = list(person.events_about.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["roles_changed", "deactivated", "reactivated"]
    page = client.get(f"/admin/staff/member/{person.pk}/").content.decode()
    assert "+quote coordinator, +verifier" in page


def test_last_administrator_cannot_be_removed(db):
    user = make_staff(ADMINISTRATOR)
    client = signed_in(user)
    for path, data in [("", {"roles": []}), ("access/", {"active": "0"})]:
        response = client.post(f"/admin/staff/member/{user.pk}/{path}", data, follow=True)
        assert "last administrator" in response.content.decode()
    user = User.objects.get(pk=user.pk)
    assert user.is_active
    assert user.role_names() == {ADMINISTRATOR}


def test_unknown_role_is_refused_beside_the_field(person):
    client = signed_in(make_staff(ADMINISTRATOR))
    response = client.post(f"/admin/staff/member/{person.pk}/", {"roles": ["emperor"]})
    assert response.status_code == 200
    assert User.objects.get(pk=person.pk).role_names() == frozenset()


def test_details_are_changed_and_recorded(person):
    client = signed_in(make_staff(ADMINISTRATOR))
    response = client.post(
        f"/admin/staff/user/{person.pk}/change/",
        {"initials": "HK", "first_name": "", "last_name": "", "email": "", "language": "ja"},
    )
    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.initials, str(person)) == ("HK", "HK")
    assert person.events_about.get().kind == "details_changed"


def test_initials_are_unique(person):
    make_staff(initials="HK")
    client = signed_in(make_staff(ADMINISTRATOR))
    response = client.post(
        f"/admin/staff/user/{person.pk}/change/", {"initials": "HK", "language": "en"}
    )
    assert "Another staff member uses these initials" in response.content.decode()
