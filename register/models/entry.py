from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinics.models import Treatment
from register.models.snapshot import Snapshot


class EntryQuerySet(models.QuerySet):
    def real(self) -> EntryQuerySet:
        """Leave out the invented rows of a demonstration: no list can hold them."""
        return self.filter(treatment__is_sample=False)

    def standing(self) -> EntryQuerySet:
        """Rows that, as far as anybody has decided, are still on the list."""
        return self.filter(gone_on=None, replaced_by=None)


class Entry(models.Model):
    """One row of the list: the text as published, and the listing it became.

    The texts have their line breaks restored; each sighting keeps the cells as written.
    ``twin`` tells apart rows that repeat class, institution and title.
    """

    list_class = models.CharField(_("class"), max_length=1)
    institution = models.TextField(_("institution, as published"))
    prefecture = models.CharField(_("prefecture, as published"), max_length=10)
    address = models.TextField(_("address, as published"), blank=True)
    title = models.TextField(_("filed title, as published"))
    key = models.CharField(_("key of the last filing"), max_length=12, blank=True)
    documents = models.PositiveSmallIntegerField(_("documents"), default=0)
    identity = models.CharField(_("identity"), max_length=64)
    twin = models.PositiveSmallIntegerField(_("number among equal rows"), default=0)
    treatment = models.OneToOneField(
        Treatment, models.CASCADE, related_name="entry", verbose_name=_("treatment")
    )
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="last_seen_entries", verbose_name=_("last seen in")
    )
    first_snapshot = models.ForeignKey(
        Snapshot,
        models.PROTECT,
        null=True,
        related_name="new_entries",
        verbose_name=_("first seen in"),
    )
    gone_on = models.DateField(
        _("no longer found on"),
        null=True,
        blank=True,
        help_text=_("Day of the list in which it was missing; set when staff confirm it."),
    )
    replaced_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("continued by"),
    )

    objects = EntryQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "list_class", "institution", "prefecture", "address", "title", "key", "documents",
            "identity", "twin", "treatment", "snapshot", "first_snapshot", "gone_on",
            "replaced_by",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("row of the ministry's list")
        verbose_name_plural = _("rows of the ministry's list")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["identity", "twin"], name="register_entry_identity")
        ]

    def __str__(self) -> str:
        return self.title


class Sighting(models.Model):
    """An entry stood in a snapshot: its place there and its cells as written, by column."""

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="sightings", verbose_name=_("row")
    )
    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, related_name="sightings", verbose_name=_("snapshot")
    )
    position = models.PositiveIntegerField(_("position"))
    raw = models.JSONField(_("cells as written"), default=dict)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["entry", "snapshot", "position", "raw"]

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        ordering = ["snapshot", "position"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "snapshot"], name="register_sighting_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} in {self.snapshot_id}"
