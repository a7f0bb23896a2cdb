"""Each move of a state machine: from, to, when, by whom, why. Never changed."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quotes.models.request import QuoteRequest


class TransitionQuerySet(models.QuerySet):
    def of(self, row: Any) -> TransitionQuerySet:
        """Moves of one request, recipient or answer, oldest first."""
        return self.filter(object_type=row.machine, object_id=row.pk).order_by("at", "pk")


class Transition(models.Model):
    class ObjectType(models.TextChoices):
        REQUEST = "request", _("request")
        RECIPIENT = "recipient", _("clinic asked")
        ANSWER = "answer", _("answer")

    class Role(models.TextChoices):
        PATIENT = "patient", _("patient")
        STAFF = "staff", _("our staff")
        CLINIC = "clinic", _("clinic")
        SYSTEM = "system", _("the site itself")

    request = models.ForeignKey(
        QuoteRequest, models.CASCADE, related_name="transitions", verbose_name=_("request")
    )
    object_type = models.CharField(_("kind"), max_length=10, choices=ObjectType)
    object_id = models.UUIDField(_("object"), default=uuid.uuid4)
    from_state = models.CharField(_("from"), max_length=12, blank=True)
    to_state = models.CharField(_("to"), max_length=12)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    role = models.CharField(_("role"), max_length=8, choices=Role)
    reason = models.CharField(_("reason"), max_length=40, blank=True)

    objects = TransitionQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "request", "object_type", "object_id", "from_state", "to_state", "at", "by", "role",
            "reason",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="quotes_transition_of_object")
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.from_state} → {self.to_state}"
