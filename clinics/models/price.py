"""What a treatment costs, what that includes, and from when to when it held."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from clinics.bilingual import Bilingual
from clinics.models.source import Sourced
from clinics.models.treatment import Treatment


class PriceSheetQuerySet(models.QuerySet):
    def current(self, on: datetime.date | None = None) -> PriceSheetQuerySet:
        """Price sheets valid on a Tokyo date (default: today)."""
        on = on or timezone.localdate()
        return self.reaching(on).filter(valid_from__lte=on).order_by("treatment_id", "-valid_from")

    def reaching(self, day: datetime.date) -> PriceSheetQuerySet:
        """Sheets that have not ended before a day, begun or not."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))

    def public(self, on: datetime.date | None = None) -> PriceSheetQuerySet:
        """Current sheets without those of list entries: a price read there is not checked yet."""
        return self.current(on).exclude(
            treatment__level=Treatment.Level.LIST, treatment__is_sample=False
        )


class Include(models.TextChoices):
    CONSULTATION = "consultation", _("first consultation")
    TESTS = "tests", _("blood and infection tests")
    HARVEST = "harvest", _("taking your cells")
    CULTURE = "culture", _("growing the cells")
    DOSES = "doses", _("the doses")
    STORAGE = "storage", _("storing cells for 1 year")
    FOLLOW_UP = "follow_up", _("follow-up visits")
    INTERPRETER = "interpreter", _("interpreter")


def validate_includes(value: object) -> None:
    """Accept a list of Include codes."""
    if not isinstance(value, list) or not set(map(str, value)) <= set(Include.values):
        codes = ", ".join(Include.values)
        raise ValidationError(_("Write a list of these: %(codes)s"), params={"codes": codes})


def validate_extras(value: object) -> None:
    """Accept [[label en, label ja, whole yen], …]."""
    rows = value if isinstance(value, list) else [None]
    for row in rows:
        good = isinstance(row, list) and [type(part) for part in row] == [str, str, int]
        if not good or row[2] <= 0:
            raise ValidationError(_("Write rows such as [“First visit”, “初診料”, 11000]."))


class PriceSheet(Sourced):
    """JPY amounts of one treatment. Whole yen; one sheet is current at a time."""

    class Basis(models.TextChoices):
        DOSE = "dose", _("1 dose")
        COURSE = "course", _("a course")

    class Tax(models.TextChoices):
        INCLUDED = "included", _("tax included")
        EXCLUDED = "excluded", _("tax not included")
        NOT_STATED = "not_stated", _("tax not stated")

    treatment = models.ForeignKey(
        Treatment, models.CASCADE, related_name="prices", verbose_name=_("treatment")
    )
    jpy_min = models.PositiveIntegerField(_("published price from (JPY)"))
    jpy_max = models.PositiveIntegerField(_("published price to (JPY)"))
    tax = models.CharField(_("tax"), max_length=10, choices=Tax, default=Tax.NOT_STATED)
    basis = models.CharField(_("price is for"), max_length=8, choices=Basis)
    doses = models.PositiveSmallIntegerField(_("doses in the usual course"), default=1)
    total_min = models.PositiveIntegerField(
        _("comparable total from (JPY)"),
        help_text=_("The usual course with tax and usual extras."),
    )
    total_max = models.PositiveIntegerField(_("comparable total to (JPY)"))
    includes = models.JSONField(
        _("includes"), default=list, blank=True, validators=[validate_includes]
    )
    extras = models.JSONField(
        _("usual extras"),
        default=list,
        blank=True,
        validators=[validate_extras],
        help_text=_("[[label en, label ja, JPY], …]"),
    )
    cells_per_dose = models.BigIntegerField(_("cells per dose"), null=True, blank=True)
    days_in_japan = models.PositiveSmallIntegerField(_("days in Japan"), null=True, blank=True)
    no_refund_after_en = models.CharField(
        _("no refund after (English)"), max_length=200, blank=True
    )
    no_refund_after_ja = models.CharField(
        _("no refund after (Japanese)"), max_length=200, blank=True
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    no_refund_after = Bilingual("no_refund_after")

    objects = PriceSheetQuerySet.as_manager()
    history = HistoricalRecords()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "treatment", "jpy_min", "jpy_max", "tax", "basis", "doses", "total_min", "total_max",
            "includes", "extras", "cells_per_dose", "days_in_japan", "no_refund_after_en",
            "no_refund_after_ja", "valid_from", "valid_to", "source", "checked_on", "checked_by",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("price sheet")
        verbose_name_plural = _("price sheets")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(jpy_min__gt=0) & Q(total_min__gt=0), name="clinics_price_never_zero"
            ),
            models.CheckConstraint(
                condition=Q(jpy_max__gte=F("jpy_min")) & Q(total_max__gte=F("total_min")),
                name="clinics_price_range_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="clinics_price_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["treatment"],
                condition=Q(valid_to__isnull=True),
                name="clinics_price_one_open_sheet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jpy_min}–{self.jpy_max} JPY"

    @property
    def extra_lines(self) -> list[dict[str, str | int]]:
        """The usual extras as {label in the reader's language, jpy}."""
        place = 1 if (get_language() or "en").startswith("ja") else 0
        return [{"label": row[place], "jpy": row[2]} for row in self.extras]

    @property
    def include_labels(self) -> list[str]:
        return [str(Include(code).label) for code in self.includes if code in Include.values]
