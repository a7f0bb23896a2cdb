from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trust.fields import EncryptedJSONField, EncryptedTextField

KEPT = timedelta(days=7)
CODE_OPEN_FOR = timedelta(hours=2)
MOST_TRIES = 5
MOST_CODES = 3


class UnconfirmedQuerySet(models.QuerySet):
    def older_than(self, moment: datetime) -> UnconfirmedQuerySet:
        return self.filter(created_at__lt=moment)


class UnconfirmedReview(models.Model):
    """A review whose writer has not typed the code from the mail yet. Nobody reads it.

    Everything is encrypted. It becomes a Review with the same id, or goes after 7 days.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = EncryptedTextField(_("e-mail address"))
    content = EncryptedJSONField(_("answers"))
    code = EncryptedTextField(_("code"))
    code_made_at = models.DateTimeField(_("code made at"), default=timezone.now)
    codes_made = models.PositiveSmallIntegerField(_("codes made"), default=1)
    tries = models.PositiveSmallIntegerField(_("codes typed"), default=0)
    language = models.CharField(_("language"), max_length=8)
    idempotency_key = models.UUIDField(_("form key"), unique=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)

    objects = UnconfirmedQuerySet.as_manager()

    class PersonalData:
        personal = ["email", "content", "code"]
        not_personal = [
            "code_made_at", "codes_made", "tries", "language", "idempotency_key", "created_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("unconfirmed review")
        verbose_name_plural = _("unconfirmed reviews")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def code_is_open(self) -> bool:
        """Whether the newest code can still be typed."""
        return self.tries < MOST_TRIES and timezone.now() < self.code_made_at + CODE_OPEN_FOR
