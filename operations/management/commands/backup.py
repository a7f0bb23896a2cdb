"""Write one sealed archive of database and files, and put old ones away."""

import fcntl
import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.backup import journal, rotation
from operations.backup.crypt import CannotSeal
from operations.backup.database import DatabaseFailed
from operations.backup.making import make

LAST = "last.json"


class Command(BaseCommand):
    """``manage.py backup``; run it every night (deploy/systemd/kakunin-backup.timer)."""

    help = "Seal database and private files to BACKUP_RECIPIENT into BACKUP_FOLDER, and rotate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--journal", action="store_true", help="only save the erasure journal beside them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BACKUP_FOLDER
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lines = journal.save(folder)
            self.stdout.write(f"erasure journal: {lines} lines")
            if not options["journal"]:
                with _alone(folder):
                    rotation.sweep(folder)
                    self._archive(folder)
        except (CannotSeal, DatabaseFailed) as error:
            raise CommandError(f"no backup was made: {error}") from None
        except OSError as error:
            raise CommandError(f"no backup was made: {error.strerror or error}") from None

    def _archive(self, folder: Path) -> None:
        began = time.monotonic()
        archive, manifest = make(folder, settings.BACKUP_RECIPIENT, timezone.now())
        report = {
            "archive": archive.name,
            "made_at": manifest.made_at,
            "bytes": archive.stat().st_size,
            "tables": len(manifest.tables),
            "rows": manifest.rows,
            "files": len(manifest.files),
            "seconds": round(time.monotonic() - began, 1),
        }
        # Who watches asks this file how old the last good archive is.
        part = folder / f".{LAST}"
        part.write_text(json.dumps(report) + "\n")
        part.replace(folder / LAST)
        self.stdout.write(json.dumps(report))
        self.stdout.write(f"old archives deleted: {rotation.rotate(folder)}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two archives at once would only slow each other down. Raises CommandError."""
    lock = os.open(folder / ".lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CommandError("another backup is at work") from None
    finally:
        os.close(lock)
