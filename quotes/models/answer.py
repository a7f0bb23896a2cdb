"""What a clinic answered: a price estimate before the examination, line by line."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.vocabulary import is_japanese
from quotes import states
from quotes.models.recipient import Recipient
from trust.fields import EncryptedJSONField, EncryptedTextField

# What the price is for, and until when the money comes back. None = not stated.
TERMS = ("doses", "visits", "days_in_japan", "no_refund_after")


class AnswerQuerySet(models.QuerySet):
    def current(self) -> AnswerQuerySet:
        """The last version of each clinic."""
        return self.exclude(state="superseded")


class Answer(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("open")
        CHOSEN = "chosen", _("chosen")
        NOT_THIS_ONE = "not_this_one", _("not this one")
        SUPERSEDED = "superseded", _("replaced by a newer answer")

    class Source(models.TextChoices):
        LINK = "link", _("by the clinic's link")
        PHONE = "phone", _("by telephone, typed by staff")
        FAX = "fax", _("by fax, typed by staff")
        MAIL = "mail", _("by mail, typed by staff")

    class Tax(models.TextChoices):
        INCLUDED = "included", _("tax included")
        EXCLUDED = "excluded", _("tax not included")
        NOT_STATED = "not_stated", _("tax not stated")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        Recipient, models.CASCADE, related_name="answers", verbose_name=_("clinic asked")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    lines = EncryptedJSONField(
        _("lines"), null=True, blank=True, help_text=_('[{"label": …, "jpy": …}, …]')
    )
    total_min = models.PositiveIntegerField(_("total from (JPY)"))
    total_max = models.PositiveIntegerField(_("total to (JPY)"))
    tax = models.CharField(_("tax"), max_length=10, choices=Tax)
    doses = models.PositiveSmallIntegerField(_("doses in the price"), null=True, blank=True)
    visits = models.PositiveSmallIntegerField(_("visits to Japan"), null=True, blank=True)
    days_in_japan = models.PositiveSmallIntegerField(_("days in Japan"), null=True, blank=True)
    no_refund_after = EncryptedJSONField(
        _("no refund after"), null=True, blank=True, help_text=_('{"en": …, "ja": …} or {"": …}')
    )
    note = EncryptedTextField(_("note"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"))
    as_published = models.BooleanField(_("as the published price"), default=False)
    source = models.CharField(_("received"), max_length=8, choices=Source)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("typed by"),
    )
    idempotency_key = models.UUIDField(_("form key"), unique=True, default=uuid.uuid4)
    created_at = models.DateTimeField(_("received at"), default=timezone.now)

    objects = AnswerQuerySet.as_manager()
    machine = "answer"

    class PersonalData:
        personal = ["lines", "no_refund_after", "note"]
        not_personal = [
            "recipient", "version", "state", "total_min", "total_max", "tax", "doses",
            "visits", "days_in_japan", "valid_until", "as_published", "source", "typed_by", "idempotency_key", "created_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["recipient", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "version"], name="quotes_answer_version_once"
            ),
            models.UniqueConstraint(
                fields=["recipient"],
                condition=~Q(state="superseded"),
                name="quotes_answer_one_current",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(states.ANSWER)), name="quotes_answer_known_state"
            ),
            models.CheckConstraint(
                condition=Q(total_min__gt=0) & Q(total_max__gte=F("total_min")),
                name="quotes_answer_total_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version} {self.state} {self.pk}"

    @property
    def no_refund_words(self) -> str:
        """Until when the money comes back, in the reader's language if it was said in it."""
        said: dict[str, str] = self.no_refund_after or {}
        own = said.get("ja" if is_japanese() else "en")
        return own or next((words for words in said.values() if words), "")

    @property
    def is_expired(self) -> bool:
        """Computed, never stored: the Tokyo day after ``valid_until`` has come."""
        return self.valid_until < timezone.localdate()
