"""From an invitation to an account with password and second factor."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff import second_factor
from staff.actions.events import record
from staff.actions.people import invite_again
from staff.models import EntryLink, StaffEvent, User


@transaction.atomic
def begin_onboarding(*, link: EntryLink, password: str) -> TOTPDevice:
    """Set the password and prepare an authenticator that counts only once it is confirmed.

    The account cannot sign in yet: the site asks for a confirmed second factor.
    """
    user = link.user
    user.set_password(password)
    user.save(update_fields=["password"])
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="authenticator", confirmed=False)


@transaction.atomic
def finish_onboarding(*, link: EntryLink, code: str) -> tuple[TOTPDevice, list[str]] | None:
    """Confirm the prepared authenticator and use up the link.

    Returns the device and the backup codes (their only copy), or None if the code is
    wrong or the link was used meanwhile. A wrong code stays counted by the throttle.
    """
    device = (
        TOTPDevice.objects.select_for_update()
        .filter(user=link.user, confirmed=False)
        .order_by("-pk")
        .first()
    )
    if device is None or not device.verify_token(second_factor.clean_code(code)):
        return None
    used = EntryLink.objects.usable().filter(pk=link.pk).update(used_at=timezone.now())
    if used != 1:
        return None
    TOTPDevice.objects.filter(user=link.user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    codes = second_factor.new_sheet(link.user)
    record(kind=StaffEvent.Kind.JOINED, by=link.user, about=link.user)
    return device, codes


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None, send_mail: bool = True) -> EntryLink:
    """For a lost device: forget all devices, end sessions, send a new invitation."""
    second_factor.remove_devices(user)
    record(kind=StaffEvent.Kind.SECOND_FACTOR_RESET, by=by, about=user)
    return invite_again(user=user, by=by, send_mail=send_mail)


@transaction.atomic
def renew_backup_codes(*, user: User) -> list[str]:
    """Ten new codes in place of all older ones."""
    codes = second_factor.new_sheet(user)
    record(kind=StaffEvent.Kind.DETAILS_CHANGED, by=user, about=user, note="backup codes")
    return codes
