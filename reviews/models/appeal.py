from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.event import ReviewEvent
from reviews.models.review import Review
from trust.fields import EncryptedTextField


class AppealQuerySet(models.QuerySet):
    def waiting(self) -> AppealQuerySet:
        """To decide, the oldest first."""
        return self.filter(outcome="").order_by("made_at", "pk")

    def with_own(self, person: models.Model) -> AppealQuerySet:
        """``own``: this person refused the review or took it away, at any time."""
        refused = ReviewEvent.objects.filter(
            review=OuterRef("review"), to_state=Review.State.REFUSED, by=person
        )
        return self.annotate(own=Exists(refused.order_by()))

    def open_to(self, person: models.Model) -> AppealQuerySet:
        """Those this person may decide."""
        return self.with_own(person).filter(outcome="", own=False)

    def ended_before(self, moment: datetime) -> AppealQuerySet:
        return self.filter(decided_at__lt=moment)


class Appeal(models.Model):
    """The writer of a refused review asks that another person looks again; once for a review."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted: the review was published")
        REFUSED = "refused", _("the refusal stands")
        WITHDRAWN = "withdrawn", _("taken back by the writer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(
        Review, models.CASCADE, related_name="appeal", verbose_name=_("review")
    )
    text = EncryptedTextField(_("why the refusal was wrong"), null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("refused by"),
        help_text=_("This person may not decide the appeal."),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    note = models.CharField(_("note to the writer"), max_length=500, blank=True)
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

    objects = AppealQuerySet.as_manager()

    class PersonalData:
        personal = ["text", "note"]
        not_personal = [
            "review", "refused_by", "outcome", "decided_by", "decided_at", "idempotency_key",
            "made_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | Q(outcome="withdrawn", decided_by=None, decided_at__isnull=False)
                | Q(
                    outcome__in=["granted", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="reviews_appeal_decision_has_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("refused_by")),
                name="reviews_appeal_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="withdrawn") | Q(text__isnull=True, note=""),
                name="reviews_appeal_taken_back_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.pk}"
