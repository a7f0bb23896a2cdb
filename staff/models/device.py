"""Backup codes as a second factor. Only keyed digests are stored."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin, TimestampMixin

from trust.digests import digest


def code_digest(code: str) -> str:
    """Keyed digest of a backup code (64 hex digits)."""
    return digest("staff-backup-code", code)


class BackupCodeDevice(TimestampMixin, ThrottlingMixin, Device):
    """The printed sheet of one person. With `is_demo` it is the demo's stand-in device."""

    is_demo = models.BooleanField(_("for the demo"), default=False)

    class PersonalData:
        personal = ["user"]
        not_personal = [
            "name",
            "confirmed",
            "created_at",
            "last_used_at",
            "throttling_failure_timestamp",
            "throttling_failure_count",
            "is_demo",
        ]

    class Meta(Device.Meta):
        verbose_name = _("sheet of backup codes")
        verbose_name_plural = _("sheets of backup codes")

    def __str__(self) -> str:
        return f"backup codes {self.pk}"

    def get_throttle_factor(self) -> float:
        return 1

    def verify_token(self, token: str) -> bool:
        """True once for each code; wrong codes are slowed down (django-otp's throttling)."""
        allowed, _reason = self.verify_is_allowed()
        if not allowed or self.is_demo:
            return False
        used = self.codes.filter(digest=code_digest(token), used_at__isnull=True).update(
            used_at=timezone.now()
        )
        if used != 1:
            self.throttle_increment()
            return False
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True


class BackupCode(models.Model):
    """One code of a sheet."""

    device = models.ForeignKey(
        BackupCodeDevice, models.CASCADE, verbose_name=_("sheet"), related_name="codes"
    )
    digest = models.CharField(_("digest"), max_length=64)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["device", "digest", "used_at"]

    class Meta:
        verbose_name = _("backup code")
        verbose_name_plural = _("backup codes")
        constraints = [
            models.UniqueConstraint(fields=["device", "digest"], name="staff_backup_code_unique")
        ]

    def __str__(self) -> str:
        return f"backup code {self.pk}"
