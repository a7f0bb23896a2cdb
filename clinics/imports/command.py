"""What both import commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.imports.running import Report
from clinics.sheets import WrongFile, collect


class SheetCommand(BaseCommand):
    """``run(files, by=, dry_run=, progress=)`` imports; the subclass names it."""

    run: Callable[..., Report]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX; or a folder or ZIP of them")
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")
        parser.add_argument("--by", default="", help="name of the staff member who answers for it")

    def handle(self, *args: Any, **options: Any) -> None:
        self._done = 0
        try:
            report = type(self).run(
                collect(options["file"]),
                by=self._person(options["by"]),
                dry_run=options["dry_run"],
                progress=self._progress,
            )
        except WrongFile as error:
            raise CommandError(f"{error} Nothing was written.") from error
        if self.stdout.isatty():
            self.stdout.write("\r", ending="")
        for column in report.ignored:
            self.stdout.write(f"ignored column: {column}")
        for line, reason in report.refused:
            self.stdout.write(f"refused line {line}: {reason}")
        self.stdout.write(f"{'dry run: ' if options['dry_run'] else ''}{report}")

    def _person(self, username: str) -> Any:
        if not username:
            return None
        found = get_user_model().objects.filter(username=username, is_staff=True, is_active=True)
        if (person := found.first()) is None:
            raise CommandError(f"there is no active staff member {username!r}")
        return person

    def _progress(self, done: int) -> None:
        self._done += done
        if self.stdout.isatty():
            self.stdout.write(f"\r{self._done} rows", ending="")
            self.stdout.flush()
