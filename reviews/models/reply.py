"""A clinic's reply to one published review, and its steps."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models import Clinic
from reviews.models.event import AppendOnlyQuerySet
from reviews.models.review import Review
from reviews.replies import reasons
from trust.digests import email_digest

MOST_WORDS = 1000
MOST_TRIES = 2
OPEN_FOR = timedelta(days=60)
KEPT = timedelta(days=365)


class ReplyQuerySet(models.QuerySet):
    def of_published(self) -> ReplyQuerySet:
        """Of reviews that everybody can read. No join: a conditional UPDATE looks at one table."""
        published = Review.objects.filter(state=Review.State.PUBLISHED)
        return self.filter(review__in=published.values("pk"))

    def waiting(self) -> ReplyQuerySet:
        """To decide, the oldest first."""
        return self.of_published().filter(state=Reply.State.WAITING).order_by("sent_at", "pk")

    def decided(self) -> ReplyQuerySet:
        """Published or refused, the newest first."""
        states = [Reply.State.PUBLISHED, Reply.State.REFUSED]
        return self.filter(state__in=states).order_by("-decided_at", "pk")

    def writable(self) -> ReplyQuerySet:
        """The clinic may write, or write once more after a refusal."""
        open_now = [Reply.State.ASKED, Reply.State.REFUSED]
        return self.of_published().filter(state__in=open_now, tries__lt=MOST_TRIES)

    def never_written(self, now: datetime) -> ReplyQuerySet:
        """Asked for, and the link has ended."""
        return self.filter(state=Reply.State.ASKED, changed_at__lt=now - OPEN_FOR)

    def refused_words(self, now: datetime) -> ReplyQuerySet:
        """Refused, not written anew while that was possible, and the words still stand."""
        late = self.filter(state=Reply.State.REFUSED, changed_at__lt=now - OPEN_FOR)
        return late.exclude(text="")

    def long_over(self, now: datetime) -> ReplyQuerySet:
        over = [Reply.State.REFUSED, Reply.State.WITHDRAWN]
        return self.filter(state__in=over, changed_at__lt=now - KEPT)


class Reply(models.Model):
    """One for each review; asked for when the review is published."""

    class State(models.TextChoices):
        ASKED = "asked", _("the clinic was asked")
        WAITING = "waiting", _("waiting to be read")
        PUBLISHED = "published", _("published")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back by the clinic")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(
        Review, models.CASCADE, related_name="reply", verbose_name=_("review")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    # A link in an old mailbox must not speak for the clinic once its address is another one.
    address_digest = models.CharField(_("digest of the clinic's address"), max_length=64)
    text = models.TextField(_("words"), max_length=MOST_WORDS, blank=True)
    tries = models.PositiveSmallIntegerField(_("times sent"), default=0)
    # One row for each review, so the key is compared with the row's own and needs no index.
    form_key = models.UUIDField(_("form key"), null=True, blank=True)
    reason = models.CharField(
        _("reason of the refusal"), max_length=24, blank=True, choices=reasons.choices
    )
    note = models.CharField(_("note to the clinic"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects = ReplyQuerySet.as_manager()

    class PersonalData:
        # A reply that is refused may hold what it was refused for.
        personal = ["address_digest", "text", "note"]
        not_personal = [
            "review", "state", "tries", "form_key", "reason", "decided_by", "sent_at",
            "decided_at", "changed_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("reply of a clinic")
        verbose_name_plural = _("replies of clinics")
        ordering = ["-changed_at"]
        indexes = [models.Index(fields=["state", "sent_at"], name="reviews_reply_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["published", "refused"], decided_by__isnull=False)
                & Q(decided_at__isnull=False)
                | Q(state__in=["asked", "waiting"], decided_by=None, decided_at=None)
                | Q(state="withdrawn"),
                name="reviews_reply_decision_has_person",
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(reason=""))
                | (~Q(state="refused") & Q(reason="")),
                name="reviews_reply_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "published"])
                | (~Q(text="") & Q(sent_at__isnull=False)),
                name="reviews_reply_sent_has_words",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["asked", "withdrawn"]) | Q(text="", note=""),
                name="reviews_reply_taken_back_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES), name="reviews_reply_two_tries"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    @property
    def is_public(self) -> bool:
        """Shown wherever its review is shown."""
        return self.state == self.State.PUBLISHED

    def reaches(self, clinic: Clinic) -> bool:
        """Whether the link went to the address that is confirmed today."""
        if not (clinic.contact_email and clinic.contact_confirmed_on):
            return False
        return self.address_digest == email_digest(clinic.contact_email)

    @property
    def tries_left(self) -> int:
        return MOST_TRIES - self.tries


class ReplyEvent(models.Model):
    """One step of a reply: from state to state, who, when, why. Never changed."""

    reply = models.ForeignKey(
        Reply, models.CASCADE, related_name="events", verbose_name=_("reply of a clinic")
    )
    from_state = models.CharField(_("from"), max_length=10, choices=Reply.State)
    to_state = models.CharField(_("to"), max_length=10, choices=Reply.State)
    reason = models.CharField(_("reason"), max_length=24, blank=True, choices=reasons.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty: the clinic."),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class PersonalData:
        personal = ["by"]
        not_personal = ["reply", "from_state", "to_state", "reason", "at"]

    class Meta:
        verbose_name = _("step of a reply")
        verbose_name_plural = _("steps of replies")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_state="refused") | ~Q(reason=""),
                name="reviews_reply_event_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(to_state__in=["published", "refused"]) | Q(by__isnull=False),
                name="reviews_reply_event_decision_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_state} {self.at:%Y-%m-%d}"
