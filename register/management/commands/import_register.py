"""Read saved files of the ministry's list."""

import datetime
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.asrm.values import parse_date
from register.actions import Report, Shrunk, import_file
from register.reading import WrongFile


def day(text: str) -> datetime.date:
    found = parse_date(text)
    if found is None:
        raise ValueError(text)
    return found


class Command(BaseCommand):
    help = "Read a saved file, folder or ZIP of the ministry's list into list-level listings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="HTML, CSV or XLSX; or a folder or ZIP of them")
        parser.add_argument(
            "--class",
            dest="list_class",
            choices=["1", "2", "3"],
            default="",
            help="class of the list, where the file has no column for it",
        )
        parser.add_argument(
            "--date", type=day, help="day of the list: 2026-09-18 or 令和8年9月18日"
        )
        parser.add_argument("--source", default="", help="address the file was saved from")
        parser.add_argument(
            "--partial",
            action="store_true",
            help="the file holds only a part of the list; nothing can be missing from it",
        )
        parser.add_argument(
            "--accept-shrink",
            action="store_true",
            help="the list really has over 20%% fewer rows than the last complete one",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only report")

    def handle(self, *args: Any, **options: Any) -> None:
        self._done = 0
        try:
            report = self._import(options, accept_shrink=options["accept_shrink"])
        except Shrunk as shrunk:
            if not self._asked(str(shrunk)):
                raise CommandError(
                    f"{shrunk} Nothing was written. --partial for a part of the list, "
                    "--accept-shrink if it is whole."
                ) from shrunk
            report = self._import(options, accept_shrink=True)
        if self.stdout.isatty():
            self.stdout.write("\r", ending="")
        for line, reason in report.refused:
            self.stdout.write(f"refused line {line}: {reason}")
        for kind, count in sorted(report.differences.items()):
            if count:
                self.stdout.write(f"difference {kind}: {count}")
        self.stdout.write(f"{'dry run: ' if options['dry_run'] else ''}{report}")

    def _import(self, options: dict[str, Any], *, accept_shrink: bool) -> Report:
        try:
            return import_file(
                options["file"],
                list_class=options["list_class"],
                seen_on=options["date"],
                url=options["source"],
                is_complete=not options["partial"],
                accept_shrink=accept_shrink,
                dry_run=options["dry_run"],
                progress=self._progress,
            )
        except Shrunk:
            raise
        except WrongFile as error:
            raise CommandError(str(error)) from error

    def _asked(self, question: str) -> bool:
        if not (self.stdout.isatty() and sys.stdin.isatty()):
            return False
        self.stdout.write(question)
        return input("Is it whole? [y/N] ").strip().lower() == "y"

    def _progress(self, done: int) -> None:
        self._done += done
        if self.stdout.isatty():
            self.stdout.write(f"\r{self._done} rows", ending="")
            self.stdout.flush()
