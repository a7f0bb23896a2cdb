"""A receipt that a writer shows to our staff; nothing of it outlives the decision."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.review import Review
from reviews.receipts import reasons
from trust.uploads.kinds import KINDS

MOST_TRIES = 3
KEPT = timedelta(days=30)
HELD = ("scanning", "waiting")


class ReceiptQuerySet(models.QuerySet):
    def held(self) -> ReceiptQuerySet:
        """Rows behind which a stored file stands."""
        return self.filter(state__in=HELD)

    def waiting(self, now: datetime | None = None) -> ReceiptQuerySet:
        """To look at, the oldest first; only while it can change something, and in time."""
        since = (now or timezone.now()) - KEPT
        found = self.filter(state=Receipt.State.WAITING, sent_at__gt=since)
        return found.filter(review__in=confirmable()).order_by("sent_at", "pk")

    def unseen_too_long(self, now: datetime) -> ReceiptQuerySet:
        return self.held().filter(sent_at__lte=now - KEPT)

    def long_over(self, now: datetime) -> ReceiptQuerySet:
        """Refused, taken back or never looked at, and nobody needs to know any more."""
        over = [Receipt.State.REFUSED, Receipt.State.GONE]
        return self.filter(state__in=over, changed_at__lte=now - KEPT)


def confirmable() -> models.QuerySet:
    """Reviews whose level a receipt can raise, as keys."""
    states = [Review.State.WAITING, Review.State.PUBLISHED]
    return Review.objects.filter(state__in=states, level=Review.Level.EMAIL).values("pk")


class Receipt(models.Model):
    """One for each review, used again after a refusal; the file goes with the decision."""

    class State(models.TextChoices):
        SCANNING = "scanning", _("waiting for the virus scanner")
        WAITING = "waiting", _("waiting to be looked at")
        SEEN = "seen", _("seen")
        REFUSED = "refused", _("does not show the treatment")
        GONE = "gone", _("deleted unseen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(
        Review, models.CASCADE, related_name="receipt", verbose_name=_("review")
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    kind = models.CharField(
        _("kind of file"),
        max_length=4,
        blank=True,
        choices=[(kind.code, kind.code.upper()) for kind in KINDS],
    )
    stored = models.CharField(_("name in the storage"), max_length=80, blank=True)
    tries = models.PositiveSmallIntegerField(_("times sent"), default=1)
    # One row for each review, so the key is compared with the row's own and needs no index.
    form_key = models.UUIDField(_("form key"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=24, blank=True, choices=reasons.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = ReceiptQuerySet.as_manager()

    class PersonalData:
        personal = ["stored"]
        not_personal = [
            "review", "state", "kind", "tries", "form_key", "reason", "decided_by", "sent_at",
            "changed_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-changed_at"]
        indexes = [models.Index(fields=["state", "sent_at"], name="reviews_receipt_queue")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state__in=HELD) & ~Q(stored="") & ~Q(kind="") & ~Q(sent_at=None))
                | (
                    ~Q(state__in=HELD)
                    & Q(stored="", kind="", sent_at__isnull=True, form_key__isnull=True)
                ),
                name="reviews_receipt_decided_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(reason=""))
                | (~Q(state="refused") & Q(reason="")),
                name="reviews_receipt_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="seen", decided_by__isnull=False)
                | Q(state="refused", decided_by__isnull=False)
                | Q(state="refused", reason="virus")
                | (~Q(state__in=["seen", "refused"]) & Q(decided_by=None)),
                name="reviews_receipt_decision_has_person",
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES), name="reviews_receipt_three_tries"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    @property
    def tries_left(self) -> int:
        return MOST_TRIES - self.tries

    @property
    def context(self) -> str:
        """What its seal is bound to."""
        return f"reviews_receipt|{self.pk}"

    @property
    def why(self) -> reasons.Reason | None:
        """The reason in words, for the writer."""
        return reasons.BY_CODE.get(self.reason)

    @property
    def ends_at(self) -> datetime | None:
        """When the file goes, looked at or not."""
        return self.sent_at and self.sent_at + KEPT
