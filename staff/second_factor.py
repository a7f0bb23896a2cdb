"""Authenticator apps and backup codes: reading, checking, drawing. No decisions here."""

from __future__ import annotations

import io
import re
import secrets
import unicodedata
from base64 import b32encode

import segno
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff.models import BackupCode, BackupCodeDevice, User
from staff.models.device import code_digest

# No 0/o, 1/l/i: the codes are read from paper. 31 signs, 10 of them: 49 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 10
CODES_ON_A_SHEET = 10


def clean_code(typed: str) -> str:
    """What a person typed, without blanks and dashes, full-width digits made plain."""
    return re.sub(r"[\s\-‐-―−]", "", unicodedata.normalize("NFKC", typed)).lower()


@transaction.atomic
def check_code(user: User, typed: str) -> Device | None:
    """The device that accepts this code, or None. A code is accepted once.

    Six digits go to the authenticator app, anything else to the sheet of backup codes, so
    that a wrong code slows down only the device it was meant for.
    """
    code = clean_code(typed)
    model = TOTPDevice if re.fullmatch(r"[0-9]{6}", code) else BackupCodeDevice
    devices = model.objects.select_for_update().filter(user=user, confirmed=True).order_by("pk")
    return next((device for device in devices if device.verify_token(code)), None)


def new_sheet(user: User) -> list[str]:
    """Replace this person's backup codes; returns the only copy of the new ones."""
    BackupCodeDevice.objects.filter(user=user, is_demo=False).delete()
    sheet = BackupCodeDevice.objects.create(user=user, name="backup codes", confirmed=True)
    codes: set[str] = set()
    while len(codes) < CODES_ON_A_SHEET:
        codes.add("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))
    BackupCode.objects.bulk_create(
        BackupCode(device=sheet, digest=code_digest(code)) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def remove_devices(user: User) -> None:
    """Forget every second factor. Sessions that used one are unverified at once."""
    TOTPDevice.objects.filter(user=user).delete()
    BackupCodeDevice.objects.filter(user=user).delete()


def pending_authenticator(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("-pk").first()


def has_second_factor(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def codes_left(user: User) -> int:
    return BackupCode.objects.filter(device__user=user, used_at__isnull=True).count()


def readable_secret(device: TOTPDevice) -> str:
    """The secret for typing by hand: base32 in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def qr_svg(device: TOTPDevice) -> bytes:
    """The authenticator link as an SVG file, dark on white in every colour scheme."""
    out = io.BytesIO()
    segno.make(device.config_url, error="m").save(
        out, kind="svg", scale=6, border=4, dark="#000", light="#fff"
    )
    return out.getvalue()
