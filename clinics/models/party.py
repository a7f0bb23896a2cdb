"""Who stands behind a clinic: its operator, committees and cell labs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinics.bilingual import Bilingual


class Operator(models.Model):
    """The legal body that runs clinics; known by its corporation number through renames."""

    corporation_number = models.CharField(
        _("corporation number"), max_length=13, unique=True, null=True, blank=True
    )
    name_ja = models.CharField(_("name (Japanese)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    former_names = models.TextField(
        _("former names"), blank=True, help_text=_("One a line, with the year if known.")
    )
    name = Bilingual("name")

    class PersonalData:
        personal: list[str] = []
        not_personal = ["corporation_number", "name_ja", "name_en", "former_names"]

    class Meta:
        verbose_name = _("operator")
        verbose_name_plural = _("operators")
        ordering = ["name_ja"]

    def __str__(self) -> str:
        return self.name


class Committee(models.Model):
    """A certified committee that gave its opinion on treatment plans (numbers NA… and NB…)."""

    number = models.CharField(_("number"), max_length=9, unique=True)
    name_ja = models.CharField(_("name (Japanese)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    name = Bilingual("name")

    class PersonalData:
        personal: list[str] = []
        not_personal = ["number", "name_ja", "name_en"]

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class CellLab(models.Model):
    """A cell lab (cell processing facility; numbers FA…, FB…, FC…)."""

    number = models.CharField(_("number"), max_length=9, unique=True, null=True, blank=True)
    name_ja = models.CharField(_("name (Japanese)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    country = models.CharField(_("country"), max_length=2, default="JP")
    name = Bilingual("name")

    class PersonalData:
        personal: list[str] = []
        not_personal = ["number", "name_ja", "name_en", "country"]

    class Meta:
        verbose_name = _("cell lab")
        verbose_name_plural = _("cell labs")
        ordering = ["name_ja"]

    def __str__(self) -> str:
        return self.name
