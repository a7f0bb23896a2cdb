"""Redis or Valkey, shared by all web machines: kept pages and counters, nothing that must last."""

from functools import cache
from typing import Any

import redis
from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

from trust.services.circuit import Circuit

# A page that waits for its cache is slower than one without.
SECONDS = 0.5
OPTIONS = {
    "socket_connect_timeout": SECONDS,
    "socket_timeout": SECONDS,
    "health_check_interval": 30,
    "retry": Retry(NoBackoff(), 1),  # a connection that the server closed is opened once more
}
_ONE_MORE = """
    local count = redis.call('INCR', KEYS[1])
    if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
    return count
"""


@cache
def client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, **OPTIONS)


def _probe() -> str:
    if settings.REDIS_URL:
        client().ping()
    return ""


CIRCUIT = Circuit(
    "Redis",
    instead="no page is kept, limits are counted in the database",
    errors=(redis.RedisError, OSError),
    probe=_probe,
)


def count(key: str, *, seconds: int) -> int | None:
    """Count one more under a key that lives for ``seconds``; None when Redis does not answer."""
    return CIRCUIT.ask(lambda: int(client().eval(_ONE_MORE, 1, key, seconds)), None)  # type: ignore[arg-type]


class SharedCache(RedisCache):
    """Django's Redis cache; while Redis is away it keeps nothing and finds nothing."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params | {"OPTIONS": OPTIONS | params.get("OPTIONS", {})})

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return CIRCUIT.ask(lambda: RedisCache.get(self, key, default, version), default)

    def get_many(self, keys: Any, version: int | None = None) -> dict:
        return CIRCUIT.ask(lambda: RedisCache.get_many(self, keys, version), {})

    def has_key(self, key: str, version: int | None = None) -> bool:
        return CIRCUIT.ask(lambda: RedisCache.has_key(self, key, version), False)

    def set(self, *args: Any, **kwargs: Any) -> None:
        CIRCUIT.ask(lambda: RedisCache.set(self, *args, **kwargs), None)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return CIRCUIT.ask(lambda: RedisCache.add(self, *args, **kwargs), False)

    def delete(self, key: str, version: int | None = None) -> bool:
        return CIRCUIT.ask(lambda: RedisCache.delete(self, key, version), False)

    def clear(self) -> bool:
        return CIRCUIT.ask(lambda: RedisCache.clear(self), False)
