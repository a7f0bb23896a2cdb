from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trust.rotation import reseal, sealed_columns
from trust.uploads import files


class Command(BaseCommand):
    help = "Seals every encrypted value under the first key of FIELD_KEYS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        total = 0
        for model, field in sealed_columns():
            count = reseal(model, field, dry_run=dry_run)
            total += count
            self.stdout.write(f"{model._meta.label}.{field.name}: {count}")
        count = files.rotate(dry_run=dry_run)
        total += count
        self.stdout.write(f"files: {count}")
        self.stdout.write(f"{total} values {'to seal' if dry_run else 'sealed'} under the new key")
