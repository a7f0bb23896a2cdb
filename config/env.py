"""Read settings from environment variables; a wrong value stops the start with a hint.

Every variable may also be given as ``NAME_FILE``, the path of a file that holds the value
(the form that secret stores use).
"""

import base64
import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()


def _stop(name: str, problem: str, hint: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: {problem}. Hint: {hint}")


def text(name: str, default: str = "") -> str:
    """Return the variable's text, or the content of the file that NAME_FILE names."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _stop(f"{name}_FILE", str(error), "name a readable file") from error
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """Return True for 1/true/yes/on, False for 0/false/no/off or empty."""
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value == "":
        return default
    raise _stop(name, f"{value!r} is neither yes nor no", "write 1 or 0")


def number(name: str, default: int, *, least: int | None = None) -> int:
    """Return a whole number, ``least`` or more."""
    value = text(name)
    if not value:
        return default
    try:
        found = int(value)
    except ValueError as error:
        raise _stop(name, f"{value!r} is not a whole number", f"for example {default}") from error
    if least is not None and found < least:
        raise _stop(name, f"{found} is less than {least}", f"for example {default}")
    return found


def numbers(name: str) -> dict[str, int]:
    """Return ``one=30,two=14`` as {"one": 30, "two": 14}; each number is at least 1."""
    found: dict[str, int] = {}
    for part in words(name):
        key, _, value = part.partition("=")
        if not (key.strip() and value.strip().isdecimal() and int(value) > 0):
            raise _stop(name, f"{part!r} is not name=number", "for example open=60,closed=14")
        found[key.strip()] = int(value)
    return found


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str, default: str) -> dict:
    """Return Django's DATABASES entry for an address such as postgres://user:pw@host/db."""
    try:
        return _env.db_url_config(text(name) or default)
    except Exception as error:
        raise _stop(name, "not a database address", default) from error


def secret(name: str, *, production: bool, development_value: str, length: int = 50) -> str:
    """Return a secret; in production it must be given and at least ``length`` characters long."""
    value = text(name)
    if not production:
        return value or development_value
    if len(value) < length or value == development_value:
        raise _stop(
            name,
            f"missing or shorter than {length} characters",
            'python3 -c "import secrets; print(secrets.token_urlsafe(64))"',
        )
    return value


def keys(name: str, *, production: bool, development_value: str) -> dict[str, bytes]:
    """Return encryption keys as {key id: 32 bytes}; the first one encrypts, all decrypt.

    Format: ``id:base64,id:base64``. In production the development key is refused.
    """
    hint = (
        "python3 -c \"import base64,secrets; print('k1:'+base64.b64encode("
        'secrets.token_bytes(32)).decode())"'
    )
    value = text(name)
    if not value and not production:
        value = development_value
    if not value or (production and value == development_value):
        raise _stop(name, "missing", hint)
    found: dict[str, bytes] = {}
    for part in value.split(","):
        key_id, _, encoded = part.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise _stop(name, f"key {key_id!r} is not base64", hint) from error
        if len(key) != 32 or not key_id:
            raise _stop(name, f"key {key_id!r} must have an id and 32 bytes", hint)
        found[key_id] = key
    return found


def required(name: str, *, production: bool, development_value: str, hint: str) -> str:
    """Return a text that production must state itself."""
    value = text(name)
    if value or not production:
        return value or development_value
    raise _stop(name, "missing", hint)
