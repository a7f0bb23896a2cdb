"""What changed in public, and a token that tells caches and indexes to look again."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinics.models.clinic import Clinic


def new_token() -> str:
    return secrets.token_hex(16)


class PublicChange(models.Model):
    """A clinic's public facts changed at this time (feeds, lastmod)."""

    clinic = models.ForeignKey(
        Clinic, models.CASCADE, related_name="public_changes", verbose_name=_("clinic")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["clinic", "at"]

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.clinic_id} {self.at:%Y-%m-%d %H:%M}"


class PublicVersion(models.Model):
    """One row with a random token, rewritten with every public change."""

    token = models.CharField(_("token"), max_length=32, default=new_token)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["token"]

    class Meta:
        verbose_name = _("public version")
        verbose_name_plural = _("public versions")

    def __str__(self) -> str:
        return self.token
