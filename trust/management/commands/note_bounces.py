"""Read reports about mails that could not be delivered: from a pipe, or from a maildir."""

import mailbox
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trust import bounces


class Command(BaseCommand):
    help = (
        "Marks mails that came back. Without --maildir one report is read from standard input "
        "(a pipe of the mail server); with it every report in the folder, which is then deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--maildir", type=Path, help="the mailbox of BOUNCE_EMAIL")

    def handle(self, *args: Any, maildir: Path | None, **options: Any) -> None:
        if maildir is None:
            found = [bounces.note(sys.stdin.buffer.read(bounces.LARGEST))]
        elif not (maildir / "new").is_dir():
            raise CommandError(f"{maildir} is no maildir: it has no folder named new")
        else:
            found = list(self._folder(maildir))
        marked = sum(mail is not None for mail in found)
        self.stdout.write(f"{len(found)} read, {marked} marked")

    def _folder(self, maildir: Path) -> Any:
        box = mailbox.Maildir(maildir, create=False)
        for key in list(box.keys()):
            try:
                yield bounces.note(box.get_bytes(key))
            except Exception as error:  # one hostile mail must not stop the others
                self.stderr.write(f"a report could not be read: {type(error).__name__}")
                yield None
            box.remove(key)
