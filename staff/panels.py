"""The block that administrators see on Today."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest

from staff.models import User
from staff.queues import register_panel
from staff.roles import ADMINISTRATOR


def staff_numbers(request: HttpRequest) -> dict[str, Any]:
    """How many people work here, and how many have not joined yet. One query."""
    return User.objects.active().aggregate(
        people=Count("pk", distinct=True),
        joined=Count("pk", distinct=True, filter=Q(totpdevice__confirmed=True)),
    )


register_panel("staff", "staff/panel_staff.html", staff_numbers, roles=(ADMINISTRATOR,))
