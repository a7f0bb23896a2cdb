import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trust.fields import EncryptedTextField


class SecretLinkQuerySet(models.QuerySet):
    def live(self, now: datetime | None = None) -> "SecretLinkQuerySet":
        """Neither expired nor revoked."""
        return self.filter(expires_at__gt=now or timezone.now(), revoked_at=None)

    def dead(self, now: datetime | None = None) -> "SecretLinkQuerySet":
        """Expired or revoked: opens nothing any more."""
        return self.filter(
            models.Q(expires_at__lte=now or timezone.now()) | models.Q(revoked_at__isnull=False)
        )

    def of(self, purpose: str, object_id: object) -> "SecretLinkQuerySet":
        return self.filter(purpose=purpose, object_id=str(object_id))


class SecretLink(models.Model):
    """A key to one thing for whoever holds the link. Only the hash is searched.

    The token itself is kept sealed so that a later mail can repeat the same link.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("purpose"), max_length=40)
    object_id = models.CharField(_("object"), max_length=64)
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    token = EncryptedTextField(_("token"))
    view_only = models.BooleanField(_("view only"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = SecretLinkQuerySet.as_manager()

    class PersonalData:
        personal = ["token"]
        not_personal = [
            "purpose", "object_id", "token_hash", "view_only",
            "created_at", "expires_at", "revoked_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("secret link")
        verbose_name_plural = _("secret links")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["purpose", "object_id"], name="trust_link_of_object")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="trust_link_expires_after_creation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
