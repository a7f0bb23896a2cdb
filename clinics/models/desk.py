"""What makes checking a listing short: stored words, and letters to clinics."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics import vocabulary
from clinics.models.clinic import Clinic
from clinics.models.treatment import Treatment

REMIND_AFTER = datetime.timedelta(days=7)


class RiskPhrase(models.Model):
    """The main risks of a product given in one way, in words that staff keep and reuse."""

    product = models.CharField(
        _("what is given"), max_length=32, choices=vocabulary.product_choices
    )
    route = models.CharField(
        _("route"),
        max_length=32,
        blank=True,
        choices=vocabulary.route_choices,
        help_text=_("Empty: for every route that has no words of its own."),
    )
    risks_en = models.TextField(_("main risks (English)"))
    risks_ja = models.TextField(_("main risks (Japanese)"))
    changed_on = models.DateField(_("changed on"), auto_now=True)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["product", "route", "risks_en", "risks_ja", "changed_on"]

    class Meta:
        verbose_name = _("stored risk words")
        verbose_name_plural = _("stored risk words")
        ordering = ["product", "route"]
        constraints = [
            models.UniqueConstraint(fields=["product", "route"], name="clinics_risk_phrase_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_product_display()} / {self.get_route_display() or '*'}"


def _in_a_week() -> datetime.date:
    return timezone.localdate() + REMIND_AFTER


class ClinicLetterQuerySet(models.QuerySet):
    def due(self, on: datetime.date | None = None) -> ClinicLetterQuerySet:
        """Letters without an answer whose reminder has come."""
        return self.filter(answered_on=None, remind_on__lte=on or timezone.localdate())


class ClinicLetter(models.Model):
    """A letter that asked a clinic for what a listing lacks; sent by hand, logged here."""

    clinic = models.ForeignKey(
        Clinic, models.CASCADE, related_name="letters", verbose_name=_("clinic")
    )
    treatment = models.ForeignKey(
        Treatment, models.CASCADE, related_name="letters", verbose_name=_("treatment")
    )
    asked_for = models.JSONField(_("asked for"), default=list)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    remind_on = models.DateField(_("remind on"), default=_in_a_week)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    objects = ClinicLetterQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "clinic", "treatment", "asked_for", "written_by", "written_at", "remind_on",
            "answered_on",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("letter to a clinic")
        verbose_name_plural = _("letters to clinics")
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return f"{self.clinic} {self.written_at:%Y-%m-%d}"
