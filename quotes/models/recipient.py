"""One treatment at one clinic that a request asks about."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models import Clinic, Treatment
from quotes import limits, states, working_days
from quotes.models.consent import Consent
from quotes.models.request import QuoteRequest

# States in which the clinic has been asked and may look at the request.
ASKED = ("sent", "question", "answered", "no_answer")


class RecipientQuerySet(models.QuerySet):
    def visible_to_clinic(self) -> RecipientQuerySet:
        """What a clinic may open now: asked, consent standing, request neither over nor too old.

        After a choice only the chosen clinic goes on seeing the request.
        """
        from quotes.models.answer import Answer

        chosen = Answer.objects.filter(recipient=OuterRef("pk"), state="chosen")
        return self.filter(
            Q(request__state="open")
            | Q(Exists(chosen), request__state="closed", request__outcome="chosen"),
            state__in=ASKED,
            consent__withdrawn_at=None,
            consent__isnull=False,
            request__in=QuoteRequest.objects.readable(),
        )

    def at_work(self) -> RecipientQuerySet:
        """Not ended: the clinic is or may still be asked."""
        return self.filter(state__in=["waiting", *ASKED])

    def told_by_hand(self) -> RecipientQuerySet:
        """Clinics asked that our mail does not reach (any more): staff tell them."""
        return self.filter(
            Q(sent_how__in=["phone", "fax"])
            | Q(clinic__contact_email="")
            | Q(clinic__contact_confirmed_on=None),
            state__in=ASKED,
        )

    def to_send(self) -> RecipientQuerySet:
        """Ticked by the patient but not sent, in a request that went to other clinics already."""
        return self.filter(
            request__in=QuoteRequest.objects.readable().filter(state="open"),
            state="waiting",
            consent__isnull=False,
            consent__withdrawn_at=None,
        )

    def no_answer_yet(self) -> RecipientQuerySet:
        """The ball is with the clinic since more than 5 working days, and it is silent.

        ``asked_at`` of each row is when it was asked last: a question that the patient answered
        starts the days anew (``sent_at`` stays the day the request first went out).
        """
        from quotes.models.transition import Transition

        asked = Transition.objects.filter(
            object_type="recipient", object_id=OuterRef("pk"), to_state="sent"
        ).order_by("-at")
        limit = working_days.before(timezone.now(), limits.ANSWER_WORKING_DAYS)
        return self.annotate(asked_at=Coalesce(Subquery(asked.values("at")[:1]), "sent_at")).filter(
            request__in=QuoteRequest.objects.readable().filter(state="open"),
            state__in=["sent", "no_answer"],
            sent_at__lt=limit,  # never later than asked_at, and cheap to ask first
            asked_at__lt=limit,
        )


class Recipient(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("not sent yet")
        SENT = "sent", _("sent to the clinic")
        QUESTION = "question", _("the clinic has a question")
        ANSWERED = "answered", _("answer received")
        DECLINED = "declined", _("the clinic cannot quote")
        NO_ANSWER = "no_answer", _("no answer yet")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        QuoteRequest, models.CASCADE, related_name="recipients", verbose_name=_("request")
    )
    clinic = models.ForeignKey(
        Clinic, models.PROTECT, related_name="quote_recipients", verbose_name=_("clinic")
    )
    treatment = models.ForeignKey(
        Treatment, models.PROTECT, related_name="quote_recipients", verbose_name=_("treatment")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING, db_index=True
    )
    consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("consent to send"),
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_how = models.CharField(_("sent how"), max_length=8, blank=True)

    objects = RecipientQuerySet.as_manager()
    machine = "recipient"

    class PersonalData:
        # Which clinic somebody asked is part of the request.
        personal = ["clinic", "treatment"]
        not_personal = ["request", "state", "consent", "reason", "sent_at", "sent_how"]

    class Meta:
        verbose_name = _("clinic asked")
        verbose_name_plural = _("clinics asked")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "treatment"], name="quotes_recipient_treatment_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(states.RECIPIENT)), name="quotes_recipient_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "withdrawn"])
                | Q(consent__isnull=False, sent_at__isnull=False),
                name="quotes_recipient_sent_only_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
