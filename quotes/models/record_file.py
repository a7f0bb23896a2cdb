"""Papers that somebody asked for, and the files that came: sealed, for one clinic, for a time."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quotes import limits
from quotes.models.consent import Consent
from quotes.models.recipient import Recipient
from trust.fields import EncryptedTextField

MOST_FILES = 5
HELD = ("waiting", "ready")


class PapersAsked(models.Model):
    """A clinic, or our staff for it, asked the patient for papers. Before that nothing is taken."""

    class What(models.TextChoices):
        BLOOD = "blood", _("blood test")
        LETTER = "letter", _("letter from the doctor")
        MEDICINES = "medicines", _("list of medicines")
        IMAGES = "images", _("picture of the joint (X-ray, MRI) on paper or screen")
        OTHER = "other", _("something else (see the words)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.OneToOneField(
        Recipient, models.CASCADE, related_name="papers", verbose_name=_("clinic asked")
    )
    what = models.JSONField(_("which papers"), default=list)
    words = EncryptedTextField(_("words about the papers"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
        help_text=_("Empty: the clinic itself."),
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)

    class PersonalData:
        personal = ["words"]
        not_personal = ["recipient", "what", "by", "asked_at"]

    class Meta:
        verbose_name = _("papers asked for")
        verbose_name_plural = _("papers asked for")
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def what_words(self) -> list[str]:
        labels = dict(self.What.choices)
        return [str(labels[code]) for code in self.what if code in labels]


class RecordFileQuerySet(models.QuerySet):
    def held(self) -> RecordFileQuerySet:
        """Rows behind which a stored file stands."""
        return self.filter(state__in=HELD)

    def with_answer_time(self) -> RecordFileQuerySet:
        """Annotate ``counts_from``: the later of upload and the clinic's last answer, or None."""
        from quotes.models.answer import Answer

        answers = Answer.objects.filter(recipient=OuterRef("papers__recipient")).order_by(
            "-created_at"
        )
        answered = Subquery(answers.values("created_at")[:1])
        return self.annotate(answered_at=answered).annotate(
            counts_from=Greatest(Coalesce("answered_at", "uploaded_at"), "uploaded_at")
        )

    def readable(self, now: datetime | None = None) -> RecordFileQuerySet:
        """Scanned, and neither their time nor the request's is over. Right at each query."""
        from quotes.models.request import QuoteRequest

        limit = (now or timezone.now()) - limits.kept("files")
        return self.with_answer_time().filter(
            Q(answered_at=None) | Q(counts_from__gt=limit),
            state=RecordFile.State.READY,
            papers__recipient__request__in=QuoteRequest.objects.readable(now),
        )

    def overdue(self, now: datetime | None = None) -> RecordFileQuerySet:
        """Held although the clinic answered more than 30 days ago."""
        limit = (now or timezone.now()) - limits.kept("files")
        late = Q(answered_at__isnull=False, counts_from__lte=limit)
        return self.held().with_answer_time().filter(late)

    def for_clinic(self) -> RecordFileQuerySet:
        """Readable, with a standing consent, at a clinic that may look at the request now."""
        seen = Recipient.objects.visible_to_clinic()
        return self.readable().filter(
            papers__recipient__in=seen, consent__withdrawn_at=None, consent__isnull=False
        )


class RecordFile(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the virus scanner")
        READY = "ready", _("ready")
        REFUSED = "refused", _("refused by the virus scanner")
        DELETED = "deleted", _("deleted")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    papers = models.ForeignKey(
        PapersAsked, models.CASCADE, related_name="files", verbose_name=_("papers asked for")
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, related_name="+", verbose_name=_("consent to send the file")
    )
    state = models.CharField(_("state"), max_length=8, choices=State)
    kind = models.CharField(_("kind of file"), max_length=4)
    name = EncryptedTextField(_("name of the file"), null=True, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    stored = models.CharField(_("name in the storage"), max_length=80, blank=True)
    content_digest = models.CharField(_("digest of the content"), max_length=64)
    uploaded_at = models.DateTimeField(_("sent"), default=timezone.now)

    objects = RecordFileQuerySet.as_manager()

    class PersonalData:
        personal = ["name", "stored", "content_digest"]
        not_personal = ["papers", "consent", "state", "kind", "size", "uploaded_at"]

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["papers", "content_digest"],
                condition=Q(state__in=HELD),
                name="quotes_file_once_for_a_clinic",
            ),
            models.CheckConstraint(
                condition=Q(~Q(state__in=HELD), stored="", name__isnull=True, content_digest="")
                | (Q(state__in=HELD) & ~Q(stored="")),
                name="quotes_file_deleted_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.pk}"

    @property
    def context(self) -> str:
        """What its seal is bound to."""
        return f"quotes_recordfile|{self.pk}"

    @property
    def download_name(self) -> str:
        """Ours, never the sender's: safe in a header and without a person in it."""
        return f"paper-{str(self.pk)[:8]}"

    @property
    def shown_name(self) -> Any:
        return self.name or self.download_name
