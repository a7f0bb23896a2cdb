from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.review import Review
from trust.fields import EncryptedTextField


class CareNoteQuerySet(models.QuerySet):
    def noted_before(self, moment: datetime) -> CareNoteQuerySet:
        """Those whose words are older; the row itself stays: it says that the task is done."""
        return self.filter(note__isnull=False, closed_at__lt=moment)


class CareNote(models.Model):
    """What staff did after a review told of a complication. One for a review: the task is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(
        Review, models.CASCADE, related_name="care_note", verbose_name=_("review")
    )
    note = EncryptedTextField(_("what was done"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), default=timezone.now)

    objects = CareNoteQuerySet.as_manager()

    class PersonalData:
        personal = ["note"]
        not_personal = ["review", "closed_by", "closed_at"]

    class Meta:
        verbose_name = _("note about a complication")
        verbose_name_plural = _("notes about complications")
        ordering = ["closed_at"]

    def __str__(self) -> str:
        return f"{self.closed_at:%Y-%m-%d} {self.pk}"
