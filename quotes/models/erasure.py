"""The erasure journal: what must be undone again after an old backup was restored."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trust.digests import digest


def erasure_digest(request_id: uuid.UUID | str) -> str:
    """Return the salted hash under which a request stands in the journal."""
    return digest("quotes-erasure", str(request_id))


def withdrawal_digest(recipient_id: uuid.UUID | str) -> str:
    """Return the salted hash of a clinic from which a patient took her request back."""
    return digest("quotes-withdrawal", str(recipient_id))


def file_digest(file_id: uuid.UUID | str) -> str:
    """Return the salted hash of a file that a patient took back."""
    return digest("quotes-file-back", str(file_id))


class ErasureQuerySet(models.QuerySet):
    def older_than(self, moment: datetime) -> ErasureQuerySet:
        return self.filter(at__lt=moment)

    def since(self, moment: datetime) -> ErasureQuerySet:
        return self.filter(at__gte=moment)


class Erasure(models.Model):
    """That a request was erased, or taken back from a clinic, and when.

    Tells nobody whose it was: the key is a salted hash.
    """

    class Why(models.TextChoices):
        PATIENT = "patient", _("the patient asked")
        TIME = "time", _("its time was over")
        REVOKED = "revoked", _("taken back from a clinic")

    key_digest = models.CharField(_("hash of the request or clinic"), max_length=64, unique=True)
    at = models.DateTimeField(_("erased"), default=timezone.now, db_index=True)
    why = models.CharField(_("why"), max_length=8, choices=Why)

    objects = ErasureQuerySet.as_manager()

    class PersonalData:
        # A pseudonym, useless without the key and the request it names.
        personal = ["key_digest"]
        not_personal = ["at", "why"]

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasure journal")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.why} {self.pk}"
