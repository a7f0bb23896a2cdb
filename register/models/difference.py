from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from register.models.entry import Entry
from register.models.snapshot import Snapshot


class DifferenceQuerySet(models.QuerySet):
    def waiting(self) -> DifferenceQuerySet:
        return self.filter(state=Difference.State.WAITING)


class Difference(models.Model):
    """What a snapshot says otherwise than we had it, and what was done about it."""

    class Kind(models.TextChoices):
        CHANGED = "changed", _("new address, key or documents")
        RESPELLED = "respelled", _("the same row, spelled otherwise")
        REWORDED = "reworded", _("reworded: the old row ended, a new one began")
        UNSURE = "unsure", _("perhaps the same row")
        GONE = "gone", _("not found in the last two complete lists")
        BACK = "back", _("found again")

    class State(models.TextChoices):
        APPLIED = "applied", _("done by the import")
        WAITING = "waiting", _("waiting for a decision")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        OUTDATED = "outdated", _("settled by a later list")

    snapshot = models.ForeignKey(
        Snapshot, models.CASCADE, related_name="differences", verbose_name=_("snapshot")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.APPLIED, db_index=True
    )
    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="differences", verbose_name=_("row")
    )
    other = models.ForeignKey(
        Entry,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("new row"),
    )
    score = models.FloatField(_("likeness"), null=True, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = DifferenceQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "snapshot", "kind", "state", "entry", "other", "score", "before", "after",
            "decided_by", "decided_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("difference between two lists")
        verbose_name_plural = _("differences between two lists")
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["state", "kind"], name="register_difference_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"
