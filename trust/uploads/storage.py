"""A folder for sealed files: each appears whole or not at all, and is on the disk when told so."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Written beside its place, forced to the disk, then moved there. Names must be new."""

    def _save(self, name: str, content: File) -> str:
        place = Path(self.path(name))
        self._make(place.parent)
        beside = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(self._open_new(beside), "wb") as file:
                for piece in content.chunks():
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _to_disk(place.parent)
        return name

    def _open_new(self, path: Path) -> int:
        mode: Any = self.file_permissions_mode
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode or 0o600)

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        mode: Any = self.directory_permissions_mode or 0o700
        top = Path(self.location)
        top.mkdir(mode, parents=True, exist_ok=True)
        folder.mkdir(mode, exist_ok=True)
        _to_disk(top)


def _to_disk(folder: Path) -> None:
    """What stands in a folder is safe from a power cut only after this."""
    link = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(link)
    finally:
        os.close(link)
