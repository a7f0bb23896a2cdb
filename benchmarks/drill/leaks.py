"""Look for canaries in everything that is written anywhere."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.drill.database import Database
from benchmarks.drill.site import Site
from benchmarks.drill.smtp import Sink

MARK = f"cnry{secrets.token_hex(4)}"
# A number that a person may have; "9." and five digits, so that no date looks like it.
FACT = f"9.{10_000 + secrets.randbelow(89_999)}"
TOKEN = re.compile(rb"[\w-]{43}")


class Canary:
    """One invented patient."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.email = f"{MARK}-{number}@example.org"
        self.message = f"{MARK}-message-{number}"


def found(database: Database, site: Site, sink: Sink, folder: Path) -> dict[str, Any]:
    """Return how many places hold a canary, and which."""
    dump = database.folder / "dump.sql"
    database.dump(dump)
    tokens = _tokens()
    places = {
        str(path.relative_to(folder))
        for path in _files(folder)
        if _holds(path.read_bytes(), tokens)
    }
    places |= {f"mail to {mail.to[:4]}…" for mail in sink.mails if _says(mail.text())}
    _prove(sink, tokens)
    return {
        "leaks": len(places),
        "leak_places": sorted(places)[:10],
        "looked_at": {"files": sum(1 for _file in _files(folder)), "mails": len(sink.mails)},
    }


def _files(folder: Path) -> Iterator[Path]:
    """Logs, temporary files, uploads, the database's own files and the dump."""
    apart = folder / "static"
    for path in folder.rglob("*"):
        if path.is_file() and apart not in path.parents:
            yield path


def _holds(data: bytes, tokens: set[bytes]) -> bool:
    fact = re.search(rb"(?<![\d:])" + re.escape(FACT.encode()) + rb"(?!\d)", data)
    if MARK.encode() in data or fact:
        return True
    return any(token in tokens for token in TOKEN.findall(data))


def _says(text: str) -> bool:
    """A mail may hold the reference and the link; nothing that somebody wrote."""
    return MARK in text or FACT in text


def _tokens() -> set[bytes]:
    from trust.models import SecretLink

    return {link.token.encode() for link in SecretLink.objects.all()}


def _prove(sink: Sink, tokens: set[bytes]) -> None:
    """A search that finds nothing anywhere would prove nothing."""
    mails = [mail for mail in sink.mails if MARK in mail.to]
    if not any(_holds(mail.raw, set()) for mail in mails):
        raise LookupError("no canary got as far as a mail's address")
    if not any(_holds(mail.text().encode(), tokens) for mail in mails):
        raise LookupError("no link was seen in a mail")
