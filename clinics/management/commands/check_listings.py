"""Run the rules over all listings that are live or being checked, and attach orders anew."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clinics.nightly import look_at_everything


class Command(BaseCommand):
    help = "Look for contradictions in live listings and those being checked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one line of JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = look_at_everything()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found)))
            return
        for code, count in found.rules.items():
            on_list = found.on_list.get(code)
            more = "" if on_list is None else f", on the ministry's list only {on_list}"
            self.stdout.write(f"{code}: open findings {count}{more}")
        self.stdout.write(
            f"listings {found.listings}, open findings {found.open}, "
            f"contradictions {found.contradictions}, "
            f"waiting for a second person {found.waiting}"
        )
        self.stdout.write(f"listings that show an order anew: {found.orders_anew}")
