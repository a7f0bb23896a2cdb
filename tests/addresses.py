"""Every public address, read from the URL configuration itself: a new one is covered at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern

# Languages other than English have a prefix.
PREFIXES = {"en": "", "ja": "ja/"}
# Not pages: no heading, one language.
MACHINES = {"healthz", "readyz", "sitemap.xml", "robots.txt", ".well-known/security.txt"}


@dataclass(frozen=True)
class Address:
    """``route`` as written in urls.py, without a language prefix and without leading slash."""

    route: str
    name: str
    translated: bool

    @property
    def is_page(self) -> bool:
        """Say whether people read it (as opposed to programs)."""
        machine = self.route.startswith(("api/", "open-data/", "feeds/")) or self.route in MACHINES
        return not machine

    @property
    def has_parameters(self) -> bool:
        return "<" in self.route

    def paths(self) -> list[str]:
        """Return the path in each language (for a route without parameters)."""
        prefixes = PREFIXES.values() if self.translated else [""]
        return [f"/{prefix}{self.route}" for prefix in prefixes]


@lru_cache
def public_addresses() -> tuple[Address, ...]:
    """Return all addresses outside the admin and the component gallery."""
    skipped = (settings.ADMIN_PATH, "ui/", "demo/")
    return tuple(row for row in _walk(get_resolver()) if not row.route.startswith(skipped))


def open_paths() -> list[str]:
    """Return every path without parameters, in every language."""
    return [path for row in public_addresses() if not row.has_parameters for path in row.paths()]


def open_pages() -> list[str]:
    """Return the paths of ``open_paths`` that are pages for people."""
    return [
        path
        for row in public_addresses()
        if row.is_page and not row.has_parameters
        for path in row.paths()
    ]


def _walk(resolver: URLResolver, prefix: str = "", translated: bool = False) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry.pattern, LocalePrefixPattern):
            yield from _walk(entry, prefix, translated=True)
        elif isinstance(entry, URLResolver):
            yield from _walk(entry, prefix + str(entry.pattern), translated)
        elif isinstance(entry, URLPattern) and not isinstance(entry.pattern, RegexPattern):
            yield Address(prefix + str(entry.pattern), str(entry.name), translated)
