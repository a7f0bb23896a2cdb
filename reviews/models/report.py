from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews import reasons
from reviews.models.review import Review
from trust.fields import EncryptedTextField


class ReviewReportQuerySet(models.QuerySet):
    def waiting(self) -> ReviewReportQuerySet:
        """To decide, the oldest first."""
        return self.filter(outcome="").order_by("made_at", "pk")

    def ended_before(self, moment: datetime) -> ReviewReportQuerySet:
        return self.filter(decided_at__lt=moment)


class ReviewReport(models.Model):
    """Somebody says that a published review breaks a rule. Nothing tells who it was."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("the review stays")
        REMOVED = "removed", _("the review was taken away")
        WITHDRAWN = "withdrawn", _("the writer took the review back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(
        Review, models.CASCADE, related_name="reports", verbose_name=_("review")
    )
    reason = models.CharField(_("reason"), max_length=24, choices=reasons.report_choices)
    words = EncryptedTextField(_("words of the report"), null=True, blank=True)
    hid_words = models.BooleanField(_("took the words out of sight"), default=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    idempotency_key = models.UUIDField(_("form key"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = ReviewReportQuerySet.as_manager()

    class PersonalData:
        personal = ["words"]
        not_personal = [
            "review", "reason", "hid_words", "outcome", "decided_by", "decided_at",
            "idempotency_key", "made_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("report on a review")
        verbose_name_plural = _("reports on reviews")
        ordering = ["made_at"]
        indexes = [models.Index(fields=["outcome", "made_at"], name="reviews_report_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "idempotency_key"], name="reviews_report_stored_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | Q(outcome="withdrawn", decided_by=None, decided_at__isnull=False)
                | Q(
                    outcome__in=["kept", "removed"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="reviews_report_decision_has_person",
            ),
            models.CheckConstraint(
                condition=Q(hid_words=False) | Q(reason="personal_data"),
                name="reviews_report_hides_personal_data_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.made_at:%Y-%m-%d}"
