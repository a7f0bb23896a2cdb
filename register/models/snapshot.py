from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinics.models import Source


class Snapshot(models.Model):
    """One file that holds the ministry's list, or a part of it, as it stood on a day.

    Only a complete snapshot may say that something is not on the list.
    """

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"))
    list_class = models.CharField(_("class of the list"), max_length=8, blank=True)
    is_complete = models.BooleanField(_("complete"), default=False)
    rows = models.PositiveIntegerField(_("rows"))
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("read by"),
    )

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "file_name", "sha256", "source", "list_class", "is_complete", "rows", "read_at",
            "read_by",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("snapshot of the ministry's list")
        verbose_name_plural = _("snapshots of the ministry's list")
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.source.seen_on})"
