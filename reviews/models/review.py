"""One person's review of one treatment in one month."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models import Clinic, CommercialLink, Treatment
from reviews import reasons
from reviews.aspects import ASPECTS, HIGHEST, LOWEST
from reviews.models.invitation import Invitation
from reviews.months import month_label
from reviews.rules import WRITER_HAS
from trust.fields import EncryptedTextField


class ReviewQuerySet(models.QuerySet):
    def waiting(self) -> ReviewQuerySet:
        """To decide, the one that waits longest first; a changed one waits since its change."""
        since = Coalesce("resubmitted_at", "received_at")
        return (
            self.filter(state=Review.State.WAITING)
            .annotate(waiting_since=since)
            .order_by("waiting_since", "pk")
        )

    def held(self) -> ReviewQuerySet:
        """Waiting, and came in with unusually many others; not published before a release."""
        return self.filter(state=Review.State.WAITING, held_since__isnull=False)

    def removed_with_note(self) -> ReviewQuerySet:
        """Taken away after publishing; readers see the public note in their place."""
        return (
            self.filter(removed_at__isnull=False)
            .exclude(public_note="")
            .order_by("-removed_at", "-pk")
        )

    def reported(self) -> ReviewQuerySet:
        """Published, and somebody's report on it is open."""
        return self.filter(state=Review.State.PUBLISHED).filter(_open("reports"))

    def settled(self, now: datetime) -> ReviewQuerySet:
        """Nothing about it is left to decide, so moderators may see its scores.

        A refused one is settled when its appeal is decided, or when the writer's time is over.
        """
        return self.filter(
            Q(state=Review.State.WITHDRAWN)
            | Q(state=Review.State.PUBLISHED) & ~_open("reports")
            | Q(state=Review.State.REFUSED)
            & ~_open("appeal")
            & (Q(appealed_at__isnull=False) | Q(decided_at__lte=now - WRITER_HAS))
        )

    def complications_to_see(self) -> ReviewQuerySet:
        """They tell of a complication, and nobody wrote down yet, or since a change, what was done.

        ``told_at`` is since when that waits.
        """
        not_yet = Q(care_note=None) | Q(resubmitted_at__gt=F("care_note__closed_at"))
        told_at = Case(When(care_note=None, then="received_at"), default="resubmitted_at")
        found = self.filter(not_yet, complication=True)
        return found.annotate(told_at=told_at).order_by("told_at", "pk")

    def published(self) -> ReviewQuerySet:
        """Readable by everybody, the newest first. Scores never change this order."""
        return self.filter(state=Review.State.PUBLISHED).order_by("-decided_at", "-pk")

    def archived(self) -> ReviewQuerySet:
        """Published, of treatments too long ago to stand for how a clinic works today."""
        from reviews.means import oldest_month

        return self.published().filter(treated_month__lt=oldest_month())

    def readable(self) -> ReviewQuerySet:
        """Published, on a page that answers, and not hidden by a money tie."""
        tied = CommercialLink.objects.active().filter(clinic=OuterRef("treatment__clinic"))
        return self.published().filter(
            ~Exists(tied), treatment__clinic__in=Clinic.objects.with_page()
        )

    def of_clinics(self, clinics: Iterable[Clinic]) -> ReviewQuerySet:
        return self.filter(treatment__clinic__in=[clinic.pk for clinic in clinics])

    def standing(self) -> ReviewQuerySet:
        """Not taken back by their writers."""
        return self.exclude(state=Review.State.WITHDRAWN)

    def by_person(self, email_digest: str, treatment_id: int, month: date) -> ReviewQuerySet:
        return self.standing().filter(
            email_digest=email_digest, treatment_id=treatment_id, treated_month=month
        )

    def for_page(self) -> ReviewQuerySet:
        """Published reviews with what a public page shows; nothing about their writers."""
        return self.select_related("treatment", "treatment__clinic", "reply").defer(
            "email", "email_digest", "complication_help", "idempotency_key", "note"
        )


def _open(relation: str) -> Exists:
    """Something undecided of this kind (``outcome`` empty) hangs on the review."""
    model = Review._meta.get_field(relation).related_model
    return Exists(model.objects.filter(review=OuterRef("pk"), outcome="").order_by())


def score_field(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def scores_between(lowest: int, highest: int) -> Q:
    condition = Q()
    for aspect in ASPECTS:
        # A comparison with NULL is not false, so a missing score is refused by name.
        condition &= Q(
            **{
                f"{aspect.name}__isnull": False,
                f"{aspect.name}__gte": lowest,
                f"{aspect.name}__lte": highest,
            }
        )
    return condition


class Review(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        PUBLISHED = "published", _("published")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back by the writer")

    class Level(models.TextChoices):
        EMAIL = "email", _("e-mail confirmed")
        QUOTE = "quote", _("came through a quote here")
        RECEIPT = "receipt", _("receipt seen by our staff")

    class Paid(models.TextChoices):
        MORE = "more", _("more than quoted")
        AS_QUOTED = "as_quoted", _("as quoted")
        LESS = "less", _("less than quoted")
        NO_QUOTE = "no_quote", _("I had no quote")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey(
        Treatment, models.PROTECT, related_name="reviews", verbose_name=_("treatment")
    )
    treated_month = models.DateField(
        _("month of treatment"), help_text=_("The first day of the month.")
    )
    information = score_field(ASPECTS[0].label)
    risks_told = score_field(ASPECTS[1].label)
    price_as_told = score_field(ASPECTS[2].label)
    communication = score_field(ASPECTS[3].label)
    follow_up = score_field(ASPECTS[4].label)
    paid_vs_quoted = models.CharField(
        _("paid, compared with the quote"), max_length=10, choices=Paid, blank=True
    )
    difference_yen = models.PositiveIntegerField(_("difference in JPY"), null=True, blank=True)
    complication = models.BooleanField(_("had a complication"), null=True, blank=True)
    complication_help = EncryptedTextField(
        _("about the complication, for our staff only"), null=True, blank=True
    )
    text = models.TextField(_("words"), max_length=3000, blank=True)
    level = models.CharField(_("how it was confirmed"), max_length=8, choices=Level)
    email = EncryptedTextField(_("e-mail address"), null=True, blank=True)
    email_digest = models.CharField(_("digest of the address"), max_length=64, blank=True)
    no_relation = models.BooleanField(_("declared: not connected to the clinic"))
    no_reward = models.BooleanField(_("declared: no reward"))
    invitation = models.OneToOneField(
        Invitation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="review",
        verbose_name=_("invitation"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(
        _("reason of the refusal"), max_length=24, blank=True, choices=reasons.choices
    )
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
    language = models.CharField(_("language of the page it was written on"), max_length=8)
    idempotency_key = models.UUIDField(_("form key"), unique=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    resubmitted_at = models.DateTimeField(_("changed by the writer"), null=True, blank=True)
    appealed_at = models.DateTimeField(_("appealed"), null=True, blank=True)
    held_since = models.DateTimeField(
        _("held since"),
        null=True,
        blank=True,
        help_text=_("Came in with unusually many others; published only after a release."),
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    text_hidden_at = models.DateTimeField(_("words out of sight since"), null=True, blank=True)
    removed_at = models.DateTimeField(_("taken away after publishing"), null=True, blank=True)
    public_note = models.CharField(
        _("public note"),
        max_length=500,
        blank=True,
        help_text=_("Readers see it in the place of the review that was taken away."),
    )

    objects = ReviewQuerySet.as_manager()

    class PersonalData:
        personal = [
            "treated_month", "complication", "complication_help", "text", "email",
            "email_digest", "note",
        ]  # fmt: skip
        not_personal = [
            "treatment", "information", "risks_told", "price_as_told", "communication",
            "follow_up", "paid_vs_quoted", "difference_yen", "level", "no_relation", "no_reward",
            "invitation", "state", "reason", "decided_by", "decided_at", "language",
            "resubmitted_at", "appealed_at", "held_since", "released_at", "text_hidden_at",
            "removed_at", "public_note",
            "idempotency_key", "received_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["state", "received_at"], name="reviews_queue"),
            models.Index(fields=["treatment", "state", "-decided_at"], name="reviews_of_treatment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(treated_month__day=1), name="reviews_review_month_is_first_day"
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn")
                | (
                    scores_between(LOWEST, HIGHEST)
                    & Q(paid_vs_quoted__in=["more", "as_quoted", "less", "no_quote"])
                    & Q(complication__isnull=False)
                    & Q(email__isnull=False)
                    & ~Q(email_digest="")
                ),
                name="reviews_review_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | Q(
                    information=None,
                    risks_told=None,
                    price_as_told=None,
                    communication=None,
                    follow_up=None,
                    paid_vs_quoted="",
                    difference_yen=None,
                    complication=None,
                    complication_help__isnull=True,
                    text="",
                    note="",
                    email__isnull=True,
                    email_digest="",
                    public_note="",
                    removed_at=None,
                ),
                name="reviews_review_taken_back_is_empty",
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(reason=""))
                | (~Q(state="refused") & Q(reason="")),
                name="reviews_review_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["published", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(state="waiting", decided_by=None, decided_at=None)
                | Q(state="withdrawn"),
                name="reviews_review_decision_has_person",
            ),
            models.CheckConstraint(
                condition=Q(held_since=None) | Q(state="waiting"),
                name="reviews_review_held_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(text_hidden_at=None) | Q(state="published"),
                name="reviews_review_hidden_words_are_published",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None)
                | (~Q(state="published") & (Q(complication=False) | ~Q(public_note=""))),
                name="reviews_review_removed_complication_has_note",
            ),
            models.CheckConstraint(
                condition=Q(public_note="") | Q(removed_at__isnull=False),
                name="reviews_review_note_stands_for_a_removed_one",
            ),
            models.CheckConstraint(
                condition=Q(no_relation=True, no_reward=True),
                name="reviews_review_is_independent",
            ),
            models.CheckConstraint(
                condition=Q(difference_yen=None)
                | (Q(difference_yen__gt=0) & Q(paid_vs_quoted__in=["more", "less"])),
                name="reviews_review_difference_has_direction",
            ),
            models.CheckConstraint(
                condition=~Q(level="quote") | Q(invitation__isnull=False),
                name="reviews_review_quote_has_invitation",
            ),
            models.UniqueConstraint(
                fields=["email_digest", "treatment", "treated_month"],
                condition=~Q(state="withdrawn"),
                name="reviews_review_once_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} {self.pk}"

    @property
    def month(self) -> str:
        return month_label(self.treated_month)

    @property
    def counts(self) -> bool:
        """Whether it enters the means (product principle: known to come from a patient)."""
        return self.level in {self.Level.QUOTE, self.Level.RECEIPT}

    @property
    def scores(self) -> list[tuple[str, int | None]]:
        """Label and score of each aspect, for pages that may show them."""
        return [(aspect.label, getattr(self, aspect.name)) for aspect in ASPECTS]

    @property
    def public_reply(self) -> models.Model | None:
        """The clinic's reply, if everybody may read it; no query behind `for_page()`."""
        reply = getattr(self, "reply", None)
        return reply if reply is not None and reply.is_public else None

    @property
    def receipt_now(self) -> models.Model | None:
        """The receipt shown for it, in whatever state; for the writer's page."""
        return getattr(self, "receipt", None)

    @property
    def public_text(self) -> str:
        """The words everybody may read: none while a report about personal data is open."""
        return "" if self.text_hidden_at else self.text

    @property
    def chances_until(self) -> datetime | None:
        """When the writer's time to change a refused review, or to appeal, is over."""
        return self.decided_at + WRITER_HAS if self.decided_at else None

    def may_change(self, now: datetime) -> bool:
        """Whether the writer's one chance to change the refused review is open."""
        return self._within(now) and self.resubmitted_at is None

    def may_appeal(self, now: datetime) -> bool:
        """Whether the writer can still ask for another person."""
        return self._within(now)

    def _within(self, now: datetime) -> bool:
        return (
            self.state == self.State.REFUSED
            and self.appealed_at is None
            and self.decided_at is not None
            and now < self.decided_at + WRITER_HAS
        )
