"""Query strings nobody should send: seeded, so that a failure can be repeated."""

import random
from collections.abc import Iterator
from urllib.parse import quote

NAMES = [
    *("q", "condition", "product", "class", "origin", "cells", "processing", "route"),
    *("prefecture", "region", "city", "institution", "language", "price_min", "price_max"),
    *("visits", "kind", "no_order", "sort", "page", "treatment", "text", "next", "token"),
    *("cursor", "page_size", "since", "lang", "only", "currency", "id"),
    *("utf8", "csrfmiddlewaretoken", "__proto__", "q[]", "q\x00", "＿", ""),
]
VALUES = [
    "",
    "\x00",
    "a\x00b",
    "-1",
    "0",
    "99999999999999999999",
    "9" * 400,
    "1e309",
    "NaN",
    "-Infinity",
    "0x10",
    "１２３",
    "²",
    "٣",
    "' OR 1=1 --",
    '"; DROP TABLE clinics_clinic; --',
    "%",
    "%%s%(x)s{0}",
    "_%\\",
    "\\",
    "(((",
    "[a-",
    "{{7*7}}",
    "${jndi:ldap://x/}",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "\r\nX-Injected: 1",
    "\u202eabc",
    "\ufeff",
    "膝" * 200,
    "🧬" * 50,
    "ﾊﾝｶｸ",
    "e\u0301" * 30,
    "a" * 5000,
    "2026-02-30",
    "0000-00-00",
    "10000-01-01",
    "JP-13",
    "JP-99",
    "t2d",
    "None",
    "null",
    "true",
    "[]",
    "{}",
    "PB3250001",
    "ＰＢ３２５０００１",
    "00000000-0000-0000-0000-000000000000",
    "//evil.example/",
    "https://evil.example/",
    "javascript:alert(1)",
]
# Bytes that are no UTF-8, lone surrogates and broken escapes: they cannot be made by quoting text.
RAW = ["%", "%zz", "%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "%00", "%u0041", "&&&=", "==", ";"]


def query_strings(seed: int, count: int) -> Iterator[str]:
    """Yield ``count`` query strings without the question mark; the same ones for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield "&".join(_pair(chance) for _ in range(chance.choice([1, 1, 1, 2, 3, 40])))


def _pair(chance: random.Random) -> str:
    name = quote(chance.choice(NAMES))
    kind = chance.random()
    if kind < 0.15:
        return f"{name}={chance.choice(RAW)}"
    if kind < 0.25:
        return f"{name}={quote(_noise(chance))}"
    if kind < 0.3:
        return name
    return f"{name}={quote(chance.choice(VALUES))}"


def _noise(chance: random.Random) -> str:
    # Lone surrogates cannot be encoded as UTF-8, so they are left out here (RAW has them).
    points = (chance.randrange(1, 0xD800) for _ in range(chance.randrange(1, 30)))
    return "".join(chr(point) for point in points)
