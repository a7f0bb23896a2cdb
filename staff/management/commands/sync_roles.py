"""Write the roles of staff/roles.py to the groups of the database."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction

from staff.roles import ROLES


class Command(BaseCommand):
    help = "Make the five staff groups and give them the permissions of staff/roles.py."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        permissions = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in Permission.objects.select_related("content_type")
        }
        for role in ROLES:
            group, _made = Group.objects.get_or_create(name=role.name)
            found = []
            for pattern in role.permissions:
                matches = [p for name, p in permissions.items() if fnmatchcase(name, pattern)]
                if not matches:
                    self.stderr.write(f"warning: {role.name}: no permission {pattern} yet")
                found += matches
            group.permissions.set(found)
            self.stdout.write(f"{role.name}: {len(set(found))} permissions")
