"""What readers told us about a page."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=180)
"""How long a decided report stays: so long its sender can read our answer."""


class PageReportQuerySet(models.QuerySet):
    def waiting(self) -> "PageReportQuerySet":
        """Reports nobody has decided, oldest first."""
        return self.filter(state=PageReport.State.WAITING).order_by("created_at", "pk")

    def decided_before(self, moment: datetime) -> "PageReportQuerySet":
        return self.filter(decided_at__lt=moment)


class PageReport(models.Model):
    """Somebody says that a page is wrong. Holds no address of the sender: the answer is read at a
    private link."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CORRECTED = "corrected", _("corrected")
        KEPT_AS_IS = "kept", _("kept as it is")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.SlugField(_("page"), max_length=80)
    part = models.CharField(_("part of the page"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=2)
    text = models.TextField(_("what is wrong"), max_length=2000)
    url = models.URLField(_("where it can be read"), max_length=300, blank=True)
    is_sample = models.BooleanField(_("invented sample"), default=False)
    idempotency_key = models.UUIDField(_("form key"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    answer = models.TextField(_("answer to the sender"), blank=True)

    objects = PageReportQuerySet.as_manager()

    class PersonalData:
        # Free text may hold anything people write; it is shown to staff only.
        personal = ["text"]
        not_personal = [
            "page", "part", "language", "url", "is_sample", "idempotency_key", "state",
            "created_at", "decided_by", "decided_at", "reason", "answer",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("report on a guide")
        verbose_name_plural = _("reports on guides")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & ~Q(reason="") & Q(decided_at__isnull=False)),
                name="guides_report_decision_has_reason_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.created_at:%Y-%m-%d}"
