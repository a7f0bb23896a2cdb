from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from trust import link_cookie, links
from trust.models import SecretLink


@pytest.fixture
def link(db):
    return links.issue(
        purpose="patient", object_id=7, expires_at=timezone.now() + timedelta(days=1)
    )


def test_token_resolves_for_its_purpose_only(link):
    assert links.resolve(purpose="patient", token=link.token) == link
    assert links.resolve(purpose="clinic", token=link.token) is None


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "é" * 50, "A" * 43, "A" * 100_000])
def test_wrong_tokens_are_none(link, token):
    assert links.resolve(purpose="patient", token=token) is None


def test_token_has_256_bits_and_stands_nowhere_in_the_table(link):
    assert len(link.token) == 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM trust_secretlink")
        assert link.token not in str(cursor.fetchall())
    assert SecretLink.objects.get().token == link.token


def test_expired_link_is_none(link):
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        assert links.resolve(purpose="patient", token=link.token) is None
        assert links.purge() == 1
    assert not SecretLink.objects.exists()


def test_revoking_ends_all_links_of_the_object_and_no_other(link):
    later = timezone.now() + timedelta(days=1)
    family = links.issue(purpose="patient", object_id=7, expires_at=later, view_only=True)
    other = links.issue(purpose="patient", object_id=8, expires_at=later)
    assert links.revoke(purpose="patient", object_id=7, view_only=True) == 1
    assert links.resolve(purpose="patient", token=family.token) is None
    assert links.resolve(purpose="patient", token=link.token) == link
    assert links.revoke(purpose="patient", object_id=7) == 1
    assert links.revoke(purpose="patient", object_id=7) == 0
    assert links.resolve(purpose="patient", token=link.token) is None
    assert links.resolve(purpose="patient", token=other.token) == other
    assert links.purge() == 2


def test_a_later_mail_repeats_the_same_token(link):
    assert links.current(purpose="patient", object_id=7).token == link.token
    assert links.current(purpose="patient", object_id=7, view_only=True) is None
    links.revoke(purpose="patient", object_id=7)
    assert links.current(purpose="patient", object_id=7) is None


def test_a_link_that_ends_before_it_begins_is_refused(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        links.issue(purpose="patient", object_id=7, expires_at=timezone.now() - timedelta(1))


def cookie_of(link, **grant):
    response = link_cookie.grant(
        HttpResponse(), purpose=link.purpose, link=link, path="/quotes/", **grant
    )
    return next(iter(response.cookies.values()))


def with_cookie(cookie):
    request = RequestFactory().get("/quotes/mine/")
    request.COOKIES[cookie.key] = cookie.value
    return request


def test_cookie_opens_what_the_link_opens(link):
    cookie = cookie_of(link)
    assert link.token not in cookie.value
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/quotes/"
    assert cookie["max-age"] == 7200
    assert link_cookie.granted(with_cookie(cookie), purpose="patient") == link


def test_cookie_is_bound_to_the_host_with_tls(link, settings):
    settings.HTTPS = True
    cookie = cookie_of(link)
    assert cookie.key == "__Host-link-patient"
    assert cookie["secure"] and cookie["path"] == "/" and not cookie["domain"]
    assert link_cookie.granted(with_cookie(cookie), purpose="patient") == link


def test_cookie_ends_with_the_link_and_after_two_hours(link):
    request = with_cookie(cookie_of(link))
    with time_machine.travel(timezone.now() + timedelta(hours=2, seconds=2)):
        assert link_cookie.granted(request, purpose="patient") is None
    links.revoke(purpose="patient", object_id=7)
    assert link_cookie.granted(request, purpose="patient") is None


def test_cookie_of_another_purpose_or_forged_opens_nothing(link):
    cookie = cookie_of(link)
    request = RequestFactory().get("/")
    request.COOKIES["link-clinic"] = cookie.value
    assert link_cookie.granted(request, purpose="clinic") is None
    for value in ["", "x", str(link.pk), cookie.value[:-1], "\x00"]:
        request.COOKIES["link-patient"] = value
        assert link_cookie.granted(request, purpose="patient") is None


def test_a_signed_text_that_is_no_key_opens_nothing(link):
    request = RequestFactory().get("/")
    request.COOKIES["link-patient"] = link_cookie._signer("patient").sign("not a key")
    assert link_cookie.granted(request, purpose="patient") is None


def test_leaving_takes_the_cookie_away(link):
    response = link_cookie.leave(HttpResponse(), purpose="patient", path="/quotes/")
    cookie = response.cookies["link-patient"]
    assert cookie["max-age"] == 0 and cookie["path"] == "/quotes/"
