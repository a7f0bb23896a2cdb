"""The last page of an archive: what is in it, and a mark that only this site's keys can make."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection

from operations.backup.tables import Tables
from trust.digests import digest

FORMAT = 1


class WrongArchive(Exception):
    """Cut, changed, of another site, or for another kind of database; the text says which."""


@dataclass
class About:
    """The first page: enough to refuse an archive before anything is written."""

    made_at: str
    database: str
    key_ids: list[str]
    format: int = FORMAT


@dataclass
class Manifest:
    made_at: str
    tables: Tables = field(default_factory=dict)
    database_sha256: str = ""
    files: dict[str, str] = field(default_factory=dict)  # name: SHA-256 of the sealed bytes
    file_bytes: int = 0

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())


def about_now(made_at: str) -> About:
    return About(made_at, connection.vendor, sorted(settings.FIELD_KEYS))


def pack(page: About | Manifest) -> bytes:
    """Return the page as JSON with its mark, an HMAC under DIGEST_KEY."""
    text = json.dumps(asdict(page), sort_keys=True)
    return json.dumps({"page": text, "mark": _mark(text)}).encode()


def unpack_about(content: bytes) -> About:
    """Raises WrongArchive, also when keys that the archive needs are not set."""
    about = About(**_checked(content))
    if about.format != FORMAT:
        raise WrongArchive(f"format {about.format} is for another version of this program")
    if about.database != connection.vendor:
        raise WrongArchive(f"it holds {about.database}, and DATABASE_URL names {connection.vendor}")
    missing = set(about.key_ids) - set(settings.FIELD_KEYS)
    if missing:
        raise WrongArchive(f"FIELD_KEYS lacks {', '.join(sorted(missing))}, which it was made with")
    return about


def unpack_manifest(content: bytes) -> Manifest:
    """Raises WrongArchive."""
    return Manifest(**_checked(content))


def _checked(content: bytes) -> dict[str, Any]:
    try:
        outer = json.loads(content)
        text, mark = outer["page"], outer["mark"]
        page = json.loads(text)
    except (ValueError, KeyError, TypeError):
        raise WrongArchive("a page of it cannot be read") from None
    if mark != _mark(text):
        raise WrongArchive("DIGEST_KEY is not the one it was made with, or somebody changed it")
    return page


def _mark(text: str) -> str:
    return digest("backup", text)
