"""Delete what is past its day, now; release a run that the brake has stopped."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quotes import retention
from trust.retention import Outcome


class Command(BaseCommand):
    """``manage.py purge_quotes``: one line per rule; ends with an error when one stopped."""

    help = "Delete quote requests and proofs of consent whose time is over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go, delete nothing"
        )
        parser.add_argument(
            "--confirm",
            action="store_true",
            help="delete even when more than 20 %% of a table would go (look at --dry-run first)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run, confirmed = options["dry_run"], options["confirm"]
        outcomes = retention.purge(dry_run=dry_run, confirmed=confirmed)
        for outcome in outcomes:
            self.stdout.write(_line(outcome, dry_run=dry_run))
        if any(outcome.error for outcome in outcomes):
            raise CommandError("A rule failed: see the log.")
        if not dry_run and any(outcome.braked for outcome in outcomes):
            raise CommandError("Stopped. If the numbers are right, run it again with --confirm.")


def _line(outcome: Outcome, *, dry_run: bool) -> str:
    of = f"{outcome.due} of {outcome.total} past their day"
    if outcome.error:
        return f"{outcome.name}: {of}, failed ({outcome.error})"
    if outcome.braked:
        return f"{outcome.name}: {of}, {'would stop' if dry_run else 'stopped'} (more than 20 %)"
    if dry_run:
        return f"{outcome.name}: {of}, would delete {outcome.due}"
    return f"{outcome.name}: {of}, deleted {outcome.deleted}"
