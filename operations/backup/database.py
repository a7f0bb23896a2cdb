"""The database as one stream of bytes: pg_dump's own format, or a copy of the SQLite file."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction

from operations.backup import tables

PIECE = 4 * 2**20
COPY = ".kakunin-backup-"


class DatabaseFailed(Exception):
    """pg_dump or pg_restore ended with an error; the text is its last line."""


@contextmanager
def dumped() -> Iterator[tuple[IO[bytes], tables.Tables]]:
    """Give the stream and what stands in the tables at that very moment. Raises DatabaseFailed."""
    dump = _dumped_postgres if connection.vendor == "postgresql" else _dumped_sqlite
    with dump() as given:
        yield given


@contextmanager
def restoring() -> Iterator[IO[bytes]]:
    """Take a stream into the empty database; nothing of it stays when the block fails.

    Raises DatabaseFailed.
    """
    restore = _restoring_postgres if connection.vendor == "postgresql" else _restoring_sqlite
    with restore() as stream:
        yield stream


@contextmanager
def _dumped_postgres() -> Iterator[tuple[IO[bytes], tables.Tables]]:
    # One snapshot for the dump and for the digests, though the site goes on writing.
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _take_your_time(cursor)
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        found = tables.digests()
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        with _program(["pg_dump", *options], stdout=subprocess.PIPE) as program:
            yield program.stdout, found  # type: ignore[misc]


@contextmanager
def _restoring_postgres() -> Iterator[IO[bytes]]:
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    connection.close()
    name = connection.settings_dict["NAME"]
    command = ["pg_restore", *options, f"--dbname={name}"]
    with _program(command, stdin=subprocess.PIPE) as program:
        yield program.stdin  # type: ignore[misc]


@contextmanager
def _program(command: list[str], **streams: Any) -> Iterator[subprocess.Popen]:
    with tempfile.TemporaryFile() as words:
        program = subprocess.Popen(  # noqa: S603 - fixed programs
            command, env=_environment(), stderr=words, **streams
        )
        try:
            yield program
        except BrokenPipeError:
            pass  # it ended before its time; its last words say why
        except BaseException:
            program.kill()
            raise
        finally:
            for stream in (program.stdin, program.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()
            program.wait()
        if program.returncode:
            words.seek(0)
            lines = words.read().decode(errors="replace").strip().splitlines()
            raise DatabaseFailed(f"{command[0]}: {lines[-1] if lines else 'no reason'}")


def no_hurry() -> None:
    """Reading all of a large database takes longer than any page may."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            _take_your_time(cursor, "SESSION")


def _take_your_time(cursor: Any, scope: str = "LOCAL") -> None:
    for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
        cursor.execute(f"SET {scope} {name} = 0")


def _environment() -> dict[str, str]:
    """Where the database is, for PostgreSQL's programs; on a command line others would see it."""
    settings = connection.settings_dict
    given = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
        **{f"PG{name.upper()}": value for name, value in _tls(settings["OPTIONS"]).items()},
    }
    return {**os.environ, **{name: str(value) for name, value in given.items() if value}}


def _tls(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name.startswith("ssl")}


@contextmanager
def _dumped_sqlite() -> Iterator[tuple[IO[bytes], tables.Tables]]:
    connection.ensure_connection()
    folder = Path(connection.settings_dict["NAME"]).parent
    # One that was killed left its copy, with people who were erased since.
    for left in folder.glob(f"{COPY}*"):
        shutil.rmtree(left, ignore_errors=True)
    # Beside the database: as safe, or unsafe, as the database itself.
    with tempfile.TemporaryDirectory(dir=folder, prefix=COPY) as place:
        copy = Path(place) / "copy.sqlite3"
        with sqlite3.connect(copy) as target:
            connection.connection.backup(target)
        target.close()
        with _looking_at(copy):
            found = tables.digests()
        with copy.open("rb") as stream:
            yield stream, found


@contextmanager
def _restoring_sqlite() -> Iterator[IO[bytes]]:
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        for ending in ("-wal", "-shm"):
            place.with_name(f"{place.name}{ending}").unlink(missing_ok=True)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _looking_at(copy: Path) -> Iterator[None]:
    """Let Django's connection read another file meanwhile."""
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(copy)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def pieces(stream: IO[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    """Yield the stream in pieces, counted into ``digest``."""
    while piece := stream.read(PIECE):
        digest.update(piece)
        yield piece
