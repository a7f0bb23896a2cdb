"""Questions and replies between patient, clinic and staff."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quotes.models.recipient import Recipient
from quotes.models.request import QuoteRequest
from trust.fields import EncryptedTextField


class MessageQuerySet(models.QuerySet):
    def with_clinic(self, recipient: Recipient) -> MessageQuerySet:
        """What that clinic wrote and was told; never what stays between patient and staff."""
        return self.filter(recipient=recipient).order_by("created_at", "pk")

    def waiting_for_staff(self) -> MessageQuerySet:
        """Words of patients that nobody took up yet, in cases at work; oldest first."""
        return self.not_taken_up().filter(request__in=QuoteRequest.objects.active())

    def not_taken_up(self) -> MessageQuerySet:
        """To our staff: until staff writes. To a clinic that no mail reaches: until staff says
        that the clinic was told, or the clinic asks or answers. Oldest first.
        """
        from quotes.models.answer import Answer

        later = Message.objects.exclude(sender="patient").filter(
            request=OuterRef("request"), created_at__gt=OuterRef("created_at")
        )
        answers = Answer.objects.filter(
            recipient=OuterRef("recipient"), created_at__gt=OuterRef("created_at")
        )
        to_staff = Q(recipient=None) & ~Exists(later.filter(recipient=None))
        to_clinic = (
            Q(recipient__in=Recipient.objects.told_by_hand())
            & ~Exists(later.filter(recipient=OuterRef("recipient")))
            & ~Exists(answers)
        )
        rows = self.filter(to_staff | to_clinic, sender="patient")
        return rows.order_by("created_at", "pk")


class Message(models.Model):
    class Sender(models.TextChoices):
        PATIENT = "patient", _("patient")
        STAFF = "staff", _("our staff")
        CLINIC = "clinic", _("clinic")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        QuoteRequest, models.CASCADE, related_name="messages", verbose_name=_("request")
    )
    recipient = models.ForeignKey(
        Recipient,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("clinic asked"),
        help_text=_("Empty: between the patient and our staff."),
    )
    sender = models.CharField(_("sender"), max_length=8, choices=Sender)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    text = EncryptedTextField(_("text"), blank=True)
    idempotency_key = models.UUIDField(_("form key"), unique=True, default=uuid.uuid4)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class PersonalData:
        personal = ["text"]
        not_personal = ["request", "recipient", "sender", "by", "idempotency_key", "created_at"]

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sender="clinic") | Q(recipient__isnull=False),
                name="quotes_message_clinic_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.pk}"
