from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models import Treatment

OPEN_FOR = timedelta(days=180)


class InvitationQuerySet(models.QuerySet):
    def unused(self) -> InvitationQuerySet:
        return self.filter(used_at=None)

    def lapsed(self, now: datetime) -> InvitationQuerySet:
        """Never used, and their links have ended."""
        return self.unused().filter(created_at__lt=now - OPEN_FOR)


class Invitation(models.Model):
    """A right to write one review, kept without any trace of who holds it.

    The key is a secret link (trust.links, purpose ``review_invitation``): only its hash is
    searched. No address and no request id stand here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey(
        Treatment, models.PROTECT, related_name="+", verbose_name=_("treatment")
    )
    treated_month = models.DateField(_("month of treatment"))
    through_quote = models.BooleanField(_("came through a quote here"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = ["treatment", "treated_month", "through_quote", "created_at", "used_at"]

    class Meta:
        verbose_name = _("invitation to review")
        verbose_name_plural = _("invitations to review")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(treated_month__day=1),
                name="reviews_invitation_month_is_first_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.treated_month:%Y-%m} {self.pk}"
