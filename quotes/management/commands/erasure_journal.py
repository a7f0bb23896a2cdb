"""Save the erasure journal apart from the data, and apply it after an old copy was restored."""

import csv
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quotes import actions
from quotes.models import Erasure

DIGEST = 64


class Command(BaseCommand):
    """``manage.py erasure_journal > FILE``; after a restore ``erasure_journal --replay FILE``."""

    help = "Prints the journal (hash, time, reason), or erases again what a saved journal names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--replay", type=Path, metavar="FILE", help="a journal saved before")

    def handle(self, *args: Any, replay: Path | None, **options: Any) -> None:
        if replay is None:
            rows = Erasure.objects.values_list("key_digest", "at", "why").iterator()
            csv.writer(self.stdout, lineterminator="\n").writerows(
                (digest, at.isoformat(), why) for digest, at, why in rows
            )
            return
        try:
            lines = list(csv.reader(replay.read_text().splitlines()))
        except (OSError, UnicodeError, csv.Error) as error:
            raise CommandError(f"{replay} cannot be read: {type(error).__name__}") from None
        if any(len(line) != 3 or len(line[0]) != DIGEST for line in lines):
            raise CommandError(f"{replay} is no erasure journal: nothing was erased")
        erased, back = actions.replay_erasures(digests={line[0] for line in lines})
        words = f"{erased} erased again, {back} taken back again"
        print(f"{len(lines)} in the journal, {words}", file=sys.stderr)
