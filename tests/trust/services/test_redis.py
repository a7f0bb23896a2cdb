"""Against a real redis-server; `make stack` has one, elsewhere these are skipped without it."""

import pytest

from scripts import redis_server
from trust.limits import allow
from trust.models import LimitHit
from trust.services import circuit

pytestmark = pytest.mark.skipif(not redis_server.is_installed(), reason="needs redis-server")


@pytest.fixture
def redis(settings):
    from trust.services import redis as ours

    with redis_server.server() as (url, process):
        settings.REDIS_URL = url
        ours.client.cache_clear()
        ours.CIRCUIT.worked()
        ours.process = process
        yield ours
    ours.client.cache_clear()
    ours.CIRCUIT.worked()


def test_pages_are_kept_and_lost_without_an_error(redis, settings):
    kept = redis.SharedCache(settings.REDIS_URL, {})
    kept.set("a", (b"body", [("X", "y")]), 60)
    assert kept.get("a") == (b"body", [("X", "y")])
    redis.process.kill()
    redis.process.wait()
    assert kept.get("a", "nothing") == "nothing"
    kept.set("a", 1)
    assert (kept.add("a", 1), kept.delete("a"), kept.has_key("a"), kept.clear()) == (False,) * 4
    assert kept.get_many(["a"]) == {}
    assert any("Redis is away" in line for line in circuit.degraded())


def test_limits_are_counted_there_and_in_the_database_meanwhile(redis, db):
    told = [allow("quote", "a", limit=2, seconds=60) for _ in range(3)]
    assert told == [True, True, False]
    assert not LimitHit.objects.exists()
    key = redis.client().keys()[0]
    assert b"quote" in key and 0 < redis.client().ttl(key) <= 60
    redis.process.kill()
    redis.process.wait()
    told = [allow("quote", "a", limit=2, seconds=60) for _ in range(3)]
    assert told == [True, True, False]
    assert LimitHit.objects.get().count == 2
