"""Look at live data and say what is not as it must be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.verify import run_checks


class Command(BaseCommand):
    """`manage.py verify`: one line per check; ends with an error when one found a problem."""

    help = "Check that what must always be true is true in the database."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for name, problems in run_checks():
            self.stdout.write(f"{name}: {'ok' if not problems else f'{len(problems)} problem(s)'}")
            for problem in problems:
                self.stdout.write(f"  {problem}")
            broken += bool(problems)
        if broken:
            raise CommandError(f"{broken} check(s) found problems.")
