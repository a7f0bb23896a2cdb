import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxMailQuerySet(models.QuerySet):
    def waiting(self) -> "OutboxMailQuerySet":
        """Neither sent, nor given up, nor without need."""
        return self.filter(sent_at=None, failed_at=None, dropped_at=None)

    def due(self, now: datetime | None = None) -> "OutboxMailQuerySet":
        """Waiting, its time has come, and no worker holds it."""
        now = now or timezone.now()
        return self.waiting().filter(
            Q(leased_until=None) | Q(leased_until__lte=now), next_try_at__lte=now
        )

    def failed(self) -> "OutboxMailQuerySet":
        """Given up after the last try: staff should look."""
        return self.filter(failed_at__isnull=False)

    def not_received(self) -> "OutboxMailQuerySet":
        """Refused by the other side, given up, or come back after it was sent."""
        return self.filter(
            Q(bounced_at__isnull=False)
            | Q(failed_at__isnull=False)
            | Q(sent_at=None, dropped_at=None, last_error__startswith="SMTPRecipientsRefused")
        )

    def finished_before(self, moment: datetime) -> "OutboxMailQuerySet":
        return self.filter(
            Q(sent_at__lt=moment) | Q(failed_at__lt=moment) | Q(dropped_at__lt=moment)
        )


class OutboxMail(models.Model):
    """A mail to send: which template about which object. No address and no text is kept.

    The id is also the mail's Message-ID, so a mail that is sent twice (a worker died between
    "accepted" and "marked") is shown once by mail programs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.CharField(_("template"), max_length=80)
    object_id = models.CharField(_("object"), max_length=64)
    language = models.CharField(_("language"), max_length=8)
    dedupe_key = models.CharField(
        _("only once"), max_length=120, null=True, blank=True, unique=True
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    leased_until = models.DateTimeField(_("held by a worker until"), null=True, blank=True)
    last_error = models.CharField(_("kind of the last error"), max_length=80, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("no longer needed"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("came back"), null=True, blank=True)
    bounce_code = models.CharField(_("why it came back"), max_length=12, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "template", "object_id", "language", "dedupe_key", "created_at", "next_try_at",
            "tries", "leased_until", "last_error", "sent_at", "failed_at", "dropped_at",
            "bounced_at", "bounce_code",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["next_try_at", "id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="trust_mail_waiting",
                condition=Q(sent_at=None, failed_at=None, dropped_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, failed_at=None)
                | Q(sent_at=None, dropped_at=None)
                | Q(failed_at=None, dropped_at=None),
                name="trust_mail_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"
