from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.models import Source


class SnapshotQuerySet(models.QuerySet):
    def standing(self) -> SnapshotQuerySet:
        """Those that were not undone."""
        return self.filter(undone_at=None)

    def complete(self, list_class: str) -> SnapshotQuerySet:
        """Complete readings of a class, the newest list first."""
        return (
            self.standing()
            .filter(is_complete=True, list_class__contains=list_class)
            .order_by("-source__seen_on", "-pk")
        )


class Snapshot(models.Model):
    """The ministry's list, or a part of it, as it stood on a day: one import of one or more files.

    Only a complete snapshot may say that something is not on the list, and only of its classes.
    """

    file_name = models.CharField(_("file"), max_length=200)
    files = models.JSONField(_("files"), default=list, help_text=_("Name and SHA-256 of each."))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"))
    list_class = models.CharField(
        _("classes of the list"), max_length=8, blank=True, help_text=_("For example 23.")
    )
    is_complete = models.BooleanField(_("complete"), default=False)
    rows = models.PositiveIntegerField(_("rows"))
    rows_by_class = models.JSONField(_("rows of each class"), default=dict)
    refused = models.JSONField(
        _("rows refused"), default=list, help_text=_("Place, reason and cells of each.")
    )
    filled = models.JSONField(
        _("clinics that got their address"), default=list, help_text=_("Ids, for the undo.")
    )
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("read by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    objects = SnapshotQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "file_name", "files", "sha256", "source", "list_class", "is_complete", "rows",
            "rows_by_class", "refused", "filled", "read_at", "read_by", "undone_at", "undone_by",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("snapshot of the ministry's list")
        verbose_name_plural = _("snapshots of the ministry's list")
        ordering = ["-read_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "source", "is_complete"],
                condition=Q(undone_at=None),
                name="register_snapshot_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.source.seen_on})"


class PendingImport(models.Model):
    """An uploaded file between its preview and the decision; forgotten after a day."""

    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"))
    options = models.JSONField(_("options"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["file_name", "content", "options", "by", "at"]

    class Meta:
        verbose_name = _("import waiting for a decision")
        verbose_name_plural = _("imports waiting for a decision")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name

    def option(self, name: str, default: Any = "") -> Any:
        return self.options.get(name, default)
