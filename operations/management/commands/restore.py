"""Bring an archive back into an empty database and an empty folder."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from operations.backup import journal
from operations.backup.database import DatabaseFailed
from operations.backup.manifest import Manifest, WrongArchive
from operations.backup.opening import open_everything
from operations.backup.restoring import NotEmpty, look_through, restore
from operations.verify import run_checks


class Command(BaseCommand):
    """``age --decrypt -i KEY ARCHIVE | manage.py restore``: the secret key never comes in here."""

    help = "Restore an opened archive from standard input into an EMPTY database and folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--journal",
            type=Path,
            metavar="FILE",
            help="the erasure journal saved last (else the one in BACKUP_FOLDER)",
        )
        parser.add_argument(
            "--without-journal",
            action="store_true",
            help="there is none: whoever was erased since the archive is back",
        )
        parser.add_argument(
            "--check", action="store_true", help="only read the archive; write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            if options["check"]:
                self._tell(look_through(sys.stdin.buffer), began, "whole and unchanged")
                return
            saved = None if options["without_journal"] else _journal(options["journal"])
            self._tell(restore(sys.stdin.buffer), began, "restored, equal in every table and file")
        except NotEmpty as error:
            raise CommandError(f"Nothing was touched: {error}. Restore into empty ones.") from None
        except (WrongArchive, DatabaseFailed, OSError) as error:
            words = "Before another try, empty the database and the folder of files."
            raise CommandError(f"Not restored: {error}\n{words}") from None
        self._afterwards(saved)

    def _afterwards(self, saved: Path | None) -> None:
        if saved is not None:
            call_command("erasure_journal", replay=saved, stdout=self.stdout, stderr=self.stderr)
        ended = Session.objects.all().delete()[0]
        self.stdout.write(f"sessions ended: {ended}")
        opened = open_everything()
        self.stdout.write(f"opened: {opened.values} values, {opened.files} files")
        self.stdout.write(f"do not open: {opened.shut}; files lost: {opened.lost}")
        broken = [name for name, problems in run_checks() if problems]
        self.stdout.write(f"checks: {', '.join(broken) or 'all well'}")
        if opened.shut:
            raise CommandError("Some values do not open: FIELD_KEYS lacks an old key?")

    def _tell(self, manifest: Manifest, began: float, verdict: str) -> None:
        found = {
            "made_at": manifest.made_at,
            "tables": len(manifest.tables),
            "rows": manifest.rows,
            "files": len(manifest.files),
            "file_bytes": manifest.file_bytes,
            "seconds": round(time.monotonic() - began, 1),
        }
        self.stdout.write(json.dumps(found))
        self.stdout.write(verdict)


def _journal(given: Path | None) -> Path:
    """Return the journal to replay. Raises CommandError: without one, erased people come back."""
    found = given or settings.BACKUP_FOLDER / journal.NAME
    if not found.is_file():
        raise CommandError(
            f"There is no erasure journal at {found}. Give --journal FILE, or --without-journal."
        )
    return found
