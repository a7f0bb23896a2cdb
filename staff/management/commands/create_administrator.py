"""The first administrator: prints an invitation link instead of asking for a password."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from staff import entry
from staff.actions import invite, invite_again, reset_second_factor, set_roles
from staff.forms import InviteForm
from staff.models import User
from staff.roles import ADMINISTRATOR


class Command(BaseCommand):
    help = "Make an administrator (or find the one of that name) and print the invitation link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument("--language", default="en", choices=["en", "ja"])
        parser.add_argument(
            "--reset",
            action="store_true",
            help="forget the devices of an existing administrator (all of them were lost)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("sync_roles", stdout=self.stdout, stderr=self.stderr)
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            link = self._invite(options)
        elif options["reset"]:
            link = reset_second_factor(user=user, by=None, send_mail=False)
        elif ADMINISTRATOR in user.role_names():
            link = invite_again(user=user, by=None, send_mail=False)
        else:
            set_roles(user=user, roles={*user.role_names(), ADMINISTRATOR}, by=None)
            link = invite_again(user=user, by=None, send_mail=False)
        self.stdout.write(f"Open within 3 days, works once:\n{entry.address_for(link)}")

    def _invite(self, options: dict[str, Any]) -> Any:
        values = {name: options[name] for name in ("username", "email", "language")}
        form = InviteForm({**values, "roles": [ADMINISTRATOR]})
        if not form.is_valid():
            problems = [
                f"{name}: {error}" for name, errors in form.errors.items() for error in errors
            ]
            raise CommandError("; ".join(problems))
        return invite(**form.cleaned_data, by=None, send_mail=False)
