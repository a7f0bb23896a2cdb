"""Read a saved file of the ministry's list."""

import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from register.importer import import_file
from register.reading import WrongFile


class Command(BaseCommand):
    help = "Read a saved file of the ministry's list into list-level listings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--class", dest="list_class", choices=["1", "2", "3"], default="")
        parser.add_argument("--date", type=datetime.date.fromisoformat, help="day it was published")
        parser.add_argument("--source", default="", help="address the file was saved from")
        parser.add_argument(
            "--complete", action="store_true", help="the file holds the whole list of its class"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(done: int) -> None:
            if self.stdout.isatty() and done % 20 == 0:
                self.stdout.write(f"\r{done} rows", ending="")

        try:
            report = import_file(
                options["file"],
                seen_on=options["date"] or timezone.localdate(),
                url=options["source"],
                list_class=options["list_class"],
                is_complete=options["complete"],
                dry_run=options["dry_run"],
                progress=progress,
            )
        except WrongFile as error:
            raise CommandError(str(error)) from error
        if self.stdout.isatty():
            self.stdout.write("\r", ending="")
        for line, reason in report.refused:
            self.stdout.write(f"refused line {line}: {reason}")
        if not options["dry_run"]:
            # Until the database has counted new rows, it plans searches as if there were few.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        self.stdout.write(f"{'dry run: ' if options['dry_run'] else ''}{report}")
