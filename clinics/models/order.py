"""Official orders, and exactly what each one was addressed to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clinics.bilingual import Bilingual
from clinics.models.clinic import Clinic
from clinics.models.party import CellLab, Committee, Operator
from clinics.models.source import Source


class OfficialOrderQuerySet(models.QuerySet):
    def waiting(self) -> OfficialOrderQuerySet:
        """Orders about which staff must decide on which listings they show."""
        return self.filter(waits_since__isnull=False)

    def released(self) -> OfficialOrderQuerySet:
        """Orders that staff let out: their numbers find listings by themselves from then on."""
        return self.filter(released_at__isnull=False)


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
    lifted_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source that says it was lifted"),
    )
    # What makes two entries the same order: kind, date and whom it was addressed to (hash).
    key = models.CharField(
        _("key"), max_length=64, unique=True, null=True, blank=True, editable=False
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    released_at = models.DateTimeField(_("let out at"), null=True, blank=True, editable=False)
    waits_since = models.DateTimeField(
        _("waits for a decision since"), null=True, blank=True, editable=False
    )
    authority = Bilingual("authority")
    summary = Bilingual("summary")

    objects = OfficialOrderQuerySet.as_manager()
    history = HistoricalRecords()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "kind", "date", "lifted_on", "authority_ja", "authority_en", "summary_en",
            "summary_ja", "source", "lifted_source", "key", "entered_by", "released_at",
            "waits_since",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("official order")
        verbose_name_plural = _("official orders")
        ordering = ["-date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True) | Q(lifted_on__gte=F("date")),
                name="clinics_order_lifted_after_its_date",
                violation_error_message=_("An order cannot be lifted before its day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"


class OrderAddressee(models.Model):
    """Whom or what an order was addressed to: a number, or a name as it was printed."""

    class Kind(models.TextChoices):
        """In the order of nearness to a clinic; what is nearer gives the scope sentence."""

        PLAN = "plan", _("plan number (ASRM)")
        OPERATOR = "operator", _("corporation number")
        INSTITUTION = "institution", _("institution, as printed")
        FACILITY = "facility", _("number of a cell lab")
        COMMITTEE = "committee", _("number of a committee")

    order = models.ForeignKey(
        OfficialOrder, models.CASCADE, related_name="addressees", verbose_name=_("official order")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    value = models.CharField(_("number or name"), max_length=150)
    scope_en = models.CharField(
        _("scope (English)"),
        max_length=300,
        blank=True,
        help_text=_("For every listing found by this number. Empty: the usual sentence."),
    )
    scope_ja = models.CharField(_("scope (Japanese)"), max_length=300, blank=True)
    released = models.BooleanField(
        _("finds listings by itself"),
        default=False,
        help_text=_("Set when staff have seen which listings it finds."),
    )

    class PersonalData:
        personal: list[str] = []
        not_personal = ["order", "kind", "value", "scope_en", "scope_ja", "released"]

    class Meta:
        verbose_name = _("addressee of an order")
        verbose_name_plural = _("addressees of an order")
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "value"], name="clinics_order_addressee")]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind", "value"], name="clinics_order_addressee_once"
            ),
            models.CheckConstraint(
                condition=~Q(value=""), name="clinics_order_addressee_is_stated"
            ),
        ]

    def __str__(self) -> str:
        return self.value


class OrderTarget(models.Model):
    """One listing an order shows on, by identifier or by a decision of staff, with its scope."""

    order = models.ForeignKey(
        OfficialOrder, models.CASCADE, related_name="targets", verbose_name=_("official order")
    )
    clinic = models.ForeignKey(
        Clinic, models.PROTECT, related_name="order_targets", verbose_name=_("shown on clinic")
    )
    addressee = models.ForeignKey(
        OrderAddressee,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("found by"),
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
            "order", "clinic", "addressee", "operator", "cell_lab", "committee", "scope_en", "scope_ja",
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
