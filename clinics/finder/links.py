"""Addresses of the results page with parameters changed; a page makes hundreds of them."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict


class Links:
    """Query strings made from one, whose values are encoded once; pages start anew."""

    def __init__(self, data: QueryDict) -> None:
        self._parts = {
            name: _encoded(name, values) for name, values in data.lists() if name != "page"
        }

    def to(self, **changes: str | list[str] | None) -> str:
        """Return the query string with parameters replaced; None or [] drops one."""
        parts = self._parts | {
            name: _encoded(name, [value] if isinstance(value, str) else value or [])
            for name, value in changes.items()
        }
        return "?" + "&".join(part for part in parts.values() if part)

    def toggled(self, name: str, value: str, chosen: list[str]) -> str:
        """Return the query string with one value of a parameter switched."""
        if value in chosen:
            return self.to(**{name: [one for one in chosen if one != value]})
        return self.to(**{name: [*chosen, value]})


def _encoded(name: str, values: Iterable[str]) -> str:
    # As QueryDict.urlencode does, also for what is no text in UTF-8.
    pairs = [(_bytes(name), _bytes(value)) for value in values]
    return urlencode(pairs)


def _bytes(text: str) -> bytes:
    return str(text).encode("utf-8", "replace")
