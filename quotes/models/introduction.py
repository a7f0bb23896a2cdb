"""Name and contact, given to the one clinic that was chosen."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quotes.models.consent import Consent
from quotes.models.recipient import Recipient
from trust.fields import EncryptedTextField


class Introduction(models.Model):
    """Exists from the choice until it is taken back or the request is erased, never longer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.OneToOneField(
        Recipient, models.CASCADE, related_name="introduction", verbose_name=_("clinic chosen")
    )
    name = EncryptedTextField(_("name"))
    contact = EncryptedTextField(_("how the clinic reaches the patient"))
    consent = models.OneToOneField(
        Consent, models.PROTECT, related_name="+", verbose_name=_("consent to give the name")
    )
    created_at = models.DateTimeField(_("given"), default=timezone.now)

    class PersonalData:
        personal = ["name", "contact"]
        not_personal = ["recipient", "consent", "created_at"]

    class Meta:
        verbose_name = _("name and contact")
        verbose_name_plural = _("names and contacts")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.pk)
