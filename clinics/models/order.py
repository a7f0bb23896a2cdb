"""Official orders, and exactly what each one was addressed to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clinics.bilingual import Bilingual
from clinics.models.clinic import Clinic
from clinics.models.party import CellLab, Committee, Operator
from clinics.models.source import Source


class OfficialOrder(models.Model):
    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("emergency order to stop")
        IMPROVEMENT = "improvement", _("order to improve")
        MANUFACTURE = "manufacture", _("order to stop making cells")
        REQUEST = "request", _("request by the ministry")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    date = models.DateField(_("date"))
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    authority_ja = models.CharField(_("authority (Japanese)"), max_length=100)
    authority_en = models.CharField(_("authority (English)"), max_length=100)
    summary_en = models.TextField(_("summary (English)"))
    summary_ja = models.TextField(_("summary (Japanese)"))
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"))
    authority = Bilingual("authority")
    summary = Bilingual("summary")
    history = HistoricalRecords()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "kind", "date", "lifted_on", "authority_ja", "authority_en", "summary_en",
            "summary_ja", "source",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("official order")
        verbose_name_plural = _("official orders")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"


class OrderTarget(models.Model):
    """One listing an order shows on, by identifier or by a decision of staff, with its scope."""

    order = models.ForeignKey(
        OfficialOrder, models.CASCADE, related_name="targets", verbose_name=_("official order")
    )
    clinic = models.ForeignKey(
        Clinic, models.CASCADE, related_name="order_targets", verbose_name=_("shown on clinic")
    )
    operator = models.ForeignKey(
        Operator, models.PROTECT, null=True, blank=True, verbose_name=_("operator")
    )
    cell_lab = models.ForeignKey(
        CellLab, models.PROTECT, null=True, blank=True, verbose_name=_("cell lab")
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, verbose_name=_("committee")
    )
    scope_en = models.CharField(_("scope (English)"), max_length=300)
    scope_ja = models.CharField(_("scope (Japanese)"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"))
    scope = Bilingual("scope")

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "order", "clinic", "operator", "cell_lab", "committee", "scope_en", "scope_ja",
            "decided_by", "decided_on",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("listing an order shows on")
        verbose_name_plural = _("listings an order shows on")
        constraints = [
            models.UniqueConstraint(
                fields=["order", "clinic"], name="clinics_order_once_per_clinic"
            ),
            models.CheckConstraint(
                condition=~Q(scope_en="") & ~Q(scope_ja=""), name="clinics_order_scope_is_stated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} → {self.clinic}"
