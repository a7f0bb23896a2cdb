"""What the patient agreed to, word for word."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models import Clinic


class ConsentQuerySet(models.QuerySet):
    def about(self, subject: uuid.UUID) -> ConsentQuerySet:
        """Consents given in one request, oldest first."""
        return self.filter(subject=subject).order_by("given_at", "pk")

    def standing(self) -> ConsentQuerySet:
        return self.filter(withdrawn_at=None)

    def given_before(self, moment: datetime) -> ConsentQuerySet:
        return self.filter(given_at__lt=moment)


class Consent(models.Model):
    """Proof of one tick. It outlives the request, so it names the request without a foreign key.

    Rows point here (``QuoteRequest.keep_consent``, ``Recipient.consent``): the database itself
    refuses a request without the consent to keep it and a sending without the consent to send.
    """

    class Kind(models.TextChoices):
        KEEP = "keep", _("keep and use")
        SEND = "send", _("send to a clinic")
        NAME = "name", _("give name and contact to a clinic")
        FILE = "file", _("send a file to a clinic")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(_("request"), db_index=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    clinic = models.ForeignKey(
        Clinic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clinic"),
    )
    text_version = models.CharField(_("version of the text"), max_length=20)
    text = models.TextField(_("the exact text"))
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    language = models.CharField(_("language of the text"), max_length=8)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class PersonalData:
        # A pseudonym: the id of a request that is anonymous once it is erased.
        personal = ["subject"]
        not_personal = [
            "kind", "clinic", "text_version", "text", "text_sha256", "language", "given_at",
            "withdrawn_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["given_at"]
        indexes = [models.Index(fields=["given_at"], name="quotes_consent_given")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="keep", clinic=None) | (~Q(kind="keep") & Q(clinic__isnull=False)),
                name="quotes_consent_sending_names_a_clinic",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="quotes_consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.text_version}"
