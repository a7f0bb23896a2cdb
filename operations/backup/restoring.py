"""Read an opened archive into an empty database and an empty storage, and compare all of it."""

import hashlib
import tarfile
from collections.abc import Iterator
from typing import IO

from operations.backup import database, stored, tables
from operations.backup.manifest import Manifest, WrongArchive, unpack_about, unpack_manifest

Member = tuple[str, bytes]


class NotEmpty(Exception):
    """There is something already; a restore never writes over it."""


def restore(stream: IO[bytes]) -> Manifest:
    """Write everything in, then compare it. Raises NotEmpty, WrongArchive, DatabaseFailed.

    After an exception, empty both before another try.
    """
    if not tables.is_empty():
        raise NotEmpty("the database has tables")
    if not stored.is_empty():
        raise NotEmpty("the private storage has files")
    manifest = _read(stream, write=True)
    database.no_hurry()
    lines = tables.differences(manifest.tables, tables.digests())
    lines += _other_files(manifest)
    if lines:
        raise WrongArchive("not everything came back:\n" + "\n".join(lines))
    return manifest


def look_through(stream: IO[bytes]) -> Manifest:
    """Read the whole archive and write nothing. Raises WrongArchive."""
    return _read(stream, write=False)


def _read(stream: IO[bytes], *, write: bool) -> Manifest:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            members = _members(tar)
            unpack_about(_expect(members, "about.json"))
            digest = hashlib.sha256()
            rest = _database(members, digest, write=write)
            found, last = _files(rest, write=write)
    except tarfile.TarError:
        raise WrongArchive("it ends too early, or is no archive") from None
    manifest = unpack_manifest(last)
    if digest.hexdigest() != manifest.database_sha256 or found != manifest.files:
        raise WrongArchive("its content is not what its last page says")
    return manifest


def _members(tar: tarfile.TarFile) -> Iterator[Member]:
    for member in tar:
        content = tar.extractfile(member) if member.isfile() else None
        if content is None:
            raise WrongArchive(f"{member.name} is not a file")
        yield member.name, content.read()


def _expect(members: Iterator[Member], name: str) -> bytes:
    found, content = next(members, ("nothing", b""))
    if found != name:
        raise WrongArchive(f"{name} is missing: it ends too early, or is no archive")
    return content


def _database(
    members: Iterator[Member], digest: "hashlib._Hash", *, write: bool
) -> Iterator[Member]:
    """Read the pieces of the database; return what follows them."""
    pieces = _Pieces(members)
    if write:
        with database.restoring() as target:
            for piece in pieces:
                digest.update(piece)
                target.write(piece)
    else:
        for piece in pieces:
            digest.update(piece)
    return pieces.rest()


class _Pieces:
    """The members below database/, up to the first that is something else."""

    def __init__(self, members: Iterator[Member]) -> None:
        self.members = members
        self.next: Member | None = None

    def __iter__(self) -> Iterator[bytes]:
        for name, content in self.members:
            if not name.startswith("database/"):
                self.next = (name, content)
                return
            yield content
        raise WrongArchive("it ends too early")

    def rest(self) -> Iterator[Member]:
        if self.next is not None:
            yield self.next
        yield from self.members


def _files(members: Iterator[Member], *, write: bool) -> tuple[dict[str, str], bytes]:
    found: dict[str, str] = {}
    for name, content in members:
        if name == "manifest.json":
            return found, content
        if not name.startswith("files/"):
            raise WrongArchive(f"{name} does not belong into it")
        place = name.removeprefix("files/")
        if write:
            stored.write(place, content)
        found[place] = hashlib.sha256(content).hexdigest()
    raise WrongArchive("its last page is missing: it ends too early")


def _other_files(manifest: Manifest) -> list[str]:
    lines = []
    for name, wanted in manifest.files.items():
        content = stored.read(name)
        if content is None or hashlib.sha256(content).hexdigest() != wanted:
            lines.append(f"file {name}: not as in the archive")
    return lines
