"""What a patient asked, for whom, and where it stands."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from quotes import limits, states, working_days
from quotes.models.consent import Consent
from quotes.references import new_reference
from trust.fields import EncryptedJSONField, EncryptedTextField


def _still_kept(now: datetime) -> Q:
    return (
        Q(state="unconfirmed", created_at__gt=now - limits.kept("unconfirmed"))
        | Q(state__in=["checking", "open"], last_activity_at__gt=now - limits.kept("open"))
        | Q(state="closed", outcome="chosen", closed_at__gt=now - limits.kept("chosen"))
        | (Q(state="closed", closed_at__gt=now - limits.kept("closed")) & ~Q(outcome="chosen"))
    )


class QuoteRequestQuerySet(models.QuerySet):
    def readable(self, now: datetime | None = None) -> QuoteRequestQuerySet:
        """Requests whose time is not over. Right at each query, whenever the nightly job ran."""
        return self.filter(_still_kept(now or timezone.now()))

    def overdue(self, now: datetime | None = None) -> QuoteRequestQuerySet:
        """Requests that still hold data although their time is over."""
        now = now or timezone.now()
        # Named one by one: "not erased" would have the database read every erased row.
        holding = [state for state in states.REQUEST if state != "erased"]
        return self.filter(state__in=holding).exclude(_still_kept(now))

    def to_check(self) -> QuoteRequestQuerySet:
        """Confirmed, waiting for staff to send or refuse them."""
        return self.readable().filter(state="checking")

    def known_to_staff(self) -> QuoteRequestQuerySet:
        """Confirmed by the owner of the address; others staff never see, however they ended."""
        return self.filter(confirmed_at__isnull=False)

    def active(self) -> QuoteRequestQuerySet:
        """What the desk works on: also what comes after the choice of a clinic."""
        return self.readable().filter(
            Q(state__in=["checking", "open"]) | Q(state="closed", outcome="chosen")
        )

    def waiting_for_reply(self) -> QuoteRequestQuerySet:
        """The patient wrote last; ``wrote_at`` is since when she waits."""
        from quotes.models.message import Message

        # Which cases is asked once for all of them; a question about each one grows too dear.
        cases = Message.objects.waiting_for_staff().order_by().values("request")
        words = Message.objects.not_taken_up().filter(request=OuterRef("pk"))
        waiting = self.active().filter(pk__in=cases)
        return waiting.annotate(wrote_at=Subquery(words.values("created_at")[:1]))

    def chosen_next(self) -> QuoteRequestQuerySet:
        """A clinic was chosen, and staff have not written about the next step yet."""
        from quotes.models.message import Message

        written = Message.objects.filter(
            request=OuterRef("pk"),
            recipient=None,
            sender="staff",
            created_at__gte=OuterRef("closed_at"),
        )
        return self.readable().filter(~Exists(written), state="closed", outcome="chosen")

    def without_clinic(self) -> QuoteRequestQuerySet:
        """Open, but every clinic declined: only staff can help on, or close it."""
        from quotes.models.recipient import Recipient

        left = Recipient.objects.at_work().filter(request=OuterRef("pk"))
        return self.readable().filter(~Exists(left), state="open")

    def for_desk(self) -> QuoteRequestQuerySet:
        return self.select_related("assignee").prefetch_related(
            "recipients__clinic", "recipients__treatment"
        )


class QuoteRequest(models.Model):
    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("e-mail not confirmed")
        CHECKING = "checking", _("being checked")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        ERASED = "erased", _("erased")

    class Outcome(models.TextChoices):
        CHOSEN = "chosen", _("a clinic was chosen")
        NONE = "none", _("no clinic was chosen")
        WITHDRAWN = "withdrawn", _("withdrawn by the patient")
        REFUSED = "refused", _("refused by us")

    class ForWhom(models.TextChoices):
        MYSELF = "myself", _("Myself (I am 18 or older)")
        SOMEONE_AGREED = "someone_agreed", _("Someone who is 18 or older and agreed that I ask")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    idempotency_key = models.UUIDField(_("form key"), unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.UNCONFIRMED, db_index=True
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=16, choices=ForWhom)
    ask_us_to_write = models.BooleanField(
        _("asks us to write to a clinic"),
        default=False,
        help_text=_("At least one clinic has no confirmed address for requests yet."),
    )
    language = models.CharField(_("language of mails"), max_length=8)
    country = CountryField(_("country"), blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    condition = EncryptedTextField(_("condition"), null=True, blank=True)
    email = EncryptedTextField(_("e-mail"), null=True, blank=True)
    email_digest = models.CharField(
        _("digest of the e-mail"), max_length=64, blank=True, db_index=True
    )
    message = EncryptedTextField(_("message"), null=True, blank=True)
    facts = EncryptedJSONField(_("facts given"), null=True, blank=True)
    keep_consent = models.OneToOneField(
        Consent, models.PROTECT, related_name="+", verbose_name=_("consent to keep")
    )
    created_at = models.DateTimeField(_("sent by the patient"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, blank=True)
    last_activity_at = models.DateTimeField(_("last activity"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    treated_in = models.DateField(
        _("month of treatment"), null=True, blank=True, help_text=_("The first day of the month.")
    )
    review_token = EncryptedTextField(_("key of the invitation to review"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken by"),
    )
    assigned_at = models.DateTimeField(_("taken"), null=True, blank=True)

    objects = QuoteRequestQuerySet.as_manager()
    machine = "request"
    view_only = False  # set where it was opened by the link for family or doctor

    class PersonalData:
        personal = [
            "country", "languages", "condition", "email", "email_digest", "message", "facts",
            "review_token",
        ]  # fmt: skip
        not_personal = [
            "reference", "idempotency_key", "state", "outcome", "reason", "for_whom",
            "ask_us_to_write", "language", "keep_consent", "created_at", "confirmed_at",
            "last_activity_at", "closed_at", "erased_at", "treated_in", "assignee",
            "assigned_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("quote request")
        verbose_name_plural = _("quote requests")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "confirmed_at"], name="quotes_request_queue"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(states.REQUEST)), name="quotes_request_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "erased"], closed_at__isnull=False)
                & ~Q(outcome="")
                | (~Q(state__in=["closed", "erased"]) & Q(outcome="", closed_at=None)),
                name="quotes_request_closed_has_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checking", "open"]) | Q(confirmed_at__isnull=False),
                name="quotes_request_confirmed_before_work",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | ~Q(reason=""),
                name="quotes_request_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(treated_in=None) | Q(outcome="chosen", treated_in__day=1),
                name="quotes_request_treated_after_a_choice",
            ),
            models.CheckConstraint(
                condition=~Q(state="erased")
                | Q(
                    email__isnull=True,
                    review_token__isnull=True,
                    message__isnull=True,
                    condition__isnull=True,
                    facts__isnull=True,
                    email_digest="",
                    country="",
                    erased_at__isnull=False,
                ),
                name="quotes_request_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        """The public reference and nothing else: this text reaches logs and admin history."""
        return self.reference

    @property
    def can_talk(self) -> bool:
        """Whether patient and staff may write to each other: until the end, or after a choice."""
        is_chosen = self.state == "closed" and self.outcome == "chosen"
        return self.state in {"checking", "open"} or is_chosen

    @property
    def send_by(self) -> datetime | None:
        """Until when staff should have sent or refused it (2 working days after confirmation)."""
        if self.state != "checking" or self.confirmed_at is None:
            return None
        return working_days.after(self.confirmed_at, limits.SEND_WORKING_DAYS)

    @property
    def is_late(self) -> bool:
        return self.send_by is not None and self.send_by < timezone.now()

    @property
    def delete_on(self) -> datetime | None:
        """When the data goes if nothing happens until then; None once it is gone."""
        if self.state == "erased":
            return None
        if self.state == "unconfirmed":
            return self.created_at + limits.kept("unconfirmed")
        if self.state == "closed" and self.closed_at:
            return self.closed_at + limits.kept("chosen" if self.outcome == "chosen" else "closed")
        return self.last_activity_at + limits.kept("open")
