from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory

from trust import limits
from trust.limits import allow, axes_address, client_address
from trust.models import LimitHit


@pytest.fixture
def noon():
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False) as clock:
        yield clock


def test_the_limit_is_exact_and_a_new_window_opens(db, noon):
    assert [allow("quote", "1.2.3.4", limit=3, seconds=3600) for _ in range(5)] == [True] * 3 + [
        False
    ] * 2
    noon.shift(3599)
    assert not allow("quote", "1.2.3.4", limit=3, seconds=3600)
    noon.shift(1)
    assert allow("quote", "1.2.3.4", limit=3, seconds=3600)


def test_names_and_keys_count_apart(db, noon):
    assert allow("quote", "a", limit=1, seconds=60)
    assert allow("review", "a", limit=1, seconds=60)
    assert allow("quote", "b", limit=1, seconds=60)
    assert not allow("quote", "a", limit=1, seconds=60)


def test_nothing_is_allowed_by_a_limit_of_none(db):
    assert not allow("quote", "a", limit=0, seconds=60)
    assert not LimitHit.objects.exists()


@pytest.mark.parametrize("seconds", [0, -1, 86401])
def test_windows_longer_than_the_salt_are_a_mistake(db, seconds):
    with pytest.raises(ValueError, match="24 hours"):
        allow("quote", "a", limit=1, seconds=seconds)


def test_the_table_holds_no_address_and_another_digest_each_day(db, noon):
    allow("quote", "203.0.113.9", limit=1, seconds=60)
    noon.shift(86400)
    allow("quote", "203.0.113.9", limit=1, seconds=60)
    rows = list(LimitHit.objects.values())
    assert "203.0" not in str(rows)
    assert rows[0]["key"] != rows[1]["key"]


def test_counting_is_one_statement(db, noon, django_assert_num_queries):
    for _ in range(3):
        with django_assert_num_queries(1):
            allow("quote", "a", limit=2, seconds=60)
    assert LimitHit.objects.get().count == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_together_get_exactly_the_limit():
    def ask(number):
        try:
            return allow("race", "one", limit=20, seconds=86400)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(80))) == 20
    assert LimitHit.objects.get().count == 20


def test_purge_keeps_the_last_24_hours(db, noon):
    allow("quote", "a", limit=1, seconds=60)
    noon.shift(timedelta(hours=24))
    assert limits.purge() == 0
    noon.shift(61)
    assert limits.purge() == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "198.51.100.1"),
        (0, "1.1.1.1", "198.51.100.1"),
        (1, "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (2, "9.9.9.9, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "198.51.100.1"),
        (1, "<script>", "unknown"),
        (1, "", "unknown"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (1, "::ffff:1.2.3.4", "1.2.3.4"),
        (1, "9.9.9.9, 1.1.1.1:4711", "1.1.1.1"),
        (1, "[2001:db8:1:2::3]:4711", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2::3", "unknown"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


@pytest.mark.parametrize(
    ("remote", "limited", "stored"),
    [
        ("", "unknown", None),
        ("unix:", "unknown", None),
        ("192.0.2.1:1234", "192.0.2.1", "192.0.2.1"),
        ("[2001:db8::1]:443", "2001:db8::/64", "2001:db8::"),
        ("2001:db8:1:2::3", "2001:db8:1:2::/64", "2001:db8:1:2::"),
    ],
)
def test_addresses_without_a_host_or_with_a_port_are_read(remote, limited, stored):
    request = RequestFactory().get("/", REMOTE_ADDR=remote)
    assert client_address(request) == limited
    assert axes_address(request) == stored


def test_a_request_over_a_local_socket_has_no_address():
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == "unknown"
