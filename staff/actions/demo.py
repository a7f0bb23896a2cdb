"""The demo's way in: a one-use link printed at each start."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from staff import entry
from staff.actions.events import record
from staff.models import BackupCodeDevice, EntryLink, StaffEvent, User


@transaction.atomic
def one_use_login(*, user: User, minutes: int = 60) -> str:
    """Token of /admin/demo-login/<token>/. Raises ImproperlyConfigured outside the demo."""
    if not settings.DEMO:
        raise ImproperlyConfigured("one-use sign-in links exist only with DEMO=1")
    link = EntryLink.objects.create(
        kind=EntryLink.Kind.DEMO,
        user=user,
        expires_at=timezone.now() + timedelta(minutes=minutes),
    )
    return entry.token_for(link)


@transaction.atomic
def enter_demo(*, link: EntryLink) -> BackupCodeDevice | None:
    """Use up the link; returns the demo device to sign in with, or None if it was used."""
    used = EntryLink.objects.usable().filter(pk=link.pk).update(used_at=timezone.now())
    if used != 1:
        return None
    device, _made = BackupCodeDevice.objects.get_or_create(
        user=link.user, is_demo=True, defaults={"name": "demo", "confirmed": True}
    )
    record(kind=StaffEvent.Kind.DEMO_SIGN_IN, by=link.user, about=link.user)
    return device
