"""Write one sealed archive: first page, database, files, and last what all of it was."""

import hashlib
import io
import tarfile
from datetime import datetime
from pathlib import Path
from typing import IO

from operations.backup import database, stored
from operations.backup.crypt import ending, sealed_file
from operations.backup.manifest import Manifest, about_now, pack
from operations.backup.rotation import name_at


def make(folder: Path, recipient: str, moment: datetime) -> tuple[Path, Manifest]:
    """Return the new archive and what is in it. Raises CannotSeal, DatabaseFailed, OSError."""
    target = folder / name_at(moment, ending(recipient))
    with sealed_file(target, recipient) as stream:
        manifest = _write(stream, moment.isoformat())
    return target, manifest


def _write(stream: IO[bytes], made_at: str) -> Manifest:
    found = Manifest(made_at)
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, "about.json", pack(about_now(made_at)))
        # The database first: a file that comes later is swept away after a restore, a row whose
        # file is missing would be somebody's loss.
        digest = hashlib.sha256()
        with database.dumped() as (dump, found.tables):
            for number, piece in enumerate(database.pieces(dump, digest)):
                _add(tar, f"database/{number:06}", piece)
        found.database_sha256 = digest.hexdigest()
        for name in stored.names():
            content = stored.read(name)
            if content is not None:
                _add(tar, f"files/{name}", content)
                found.files[name] = hashlib.sha256(content).hexdigest()
                found.file_bytes += len(content)
        _add(tar, "manifest.json", pack(found))
    return found


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))
