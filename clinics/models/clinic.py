"""A medical institution and the practical facts about it."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from clinics import vocabulary
from clinics.bilingual import Bilingual
from clinics.models.party import Operator
from clinics.models.source import Known, Sourced


class ClinicQuerySet(models.QuerySet):
    def shown(self) -> ClinicQuerySet:
        """Leave invented clinics out where the site does not show samples."""
        return self if settings.SAMPLE_LISTINGS else self.filter(is_sample=False)

    def listed(self) -> ClinicQuerySet:
        """Clinics that appear in lists: open, with at least one published treatment."""
        from clinics.models.treatment import Treatment

        published = Treatment.objects.published().standing().filter(clinic=OuterRef("pk"))
        return self.shown().filter(Exists(published), status=Clinic.Status.OPEN)

    def with_page(self) -> ClinicQuerySet:
        """Clinics whose page answers: open with something published, or gone (with a notice)."""
        from clinics.models.treatment import Treatment

        here = Treatment.objects.filter(clinic=OuterRef("pk"))
        gone = Q(status__in=[Clinic.Status.CLOSED, Clinic.Status.MOVED])
        return self.shown().filter(
            Q(Exists(here.published()), status=Clinic.Status.OPEN)
            | (gone & Exists(here.exclude(publication=Treatment.Publication.DRAFT)))
        )

    def for_cards(self) -> ClinicQuerySet:
        return self.prefetch_related(
            Prefetch("languages", ClinicLanguage.objects.order_by("code")),
        )

    def for_page(self) -> ClinicQuerySet:
        """Everything the clinic page shows, in a constant number of queries."""
        from clinics.models.order import OrderTarget
        from clinics.models.treatment import Treatment

        return self.select_related("operator", "source", "checked_by").prefetch_related(
            # A page never names a clinic that has none: then the target reads as None.
            Prefetch("moved_to", Clinic.objects.with_page()),
            Prefetch("languages", ClinicLanguage.objects.order_by("code")),
            Prefetch("treatments", Treatment.objects.published().for_page()),
            Prefetch(
                "order_targets",
                OrderTarget.objects.select_related(
                    "order__source", "order__lifted_source"
                ).order_by("-order__date"),
            ),
        )


class Clinic(Sourced):
    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("clinic", "open")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", pgettext_lazy("clinic", "closed")
        MOVED = "moved", _("moved")

    slug = models.SlugField(_("address on this site"), max_length=120, unique=True)
    name_ja = models.CharField(_("name (Japanese)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    name_kana = models.CharField(_("name (kana)"), max_length=150, blank=True)
    former_names = models.TextField(
        _("former names"), blank=True, help_text=_("One a line, with the year if known.")
    )
    institution = models.CharField(
        _("kind of institution"),
        max_length=16,
        choices=vocabulary.institution_choices,
        default="clinic",
    )
    operator = models.ForeignKey(
        Operator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clinics",
        verbose_name=_("operator"),
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.OPEN, db_index=True
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    moved_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("moved to")
    )
    is_sample = models.BooleanField(
        _("invented sample"), default=False, help_text=_("Invented for demonstration.")
    )
    prefecture = models.CharField(
        _("prefecture"),
        max_length=5,
        blank=True,
        choices=vocabulary.prefecture_choices,
        db_index=True,
    )
    region = models.CharField(_("bureau region"), max_length=1, blank=True)
    city_ja = models.CharField(_("ward or city (Japanese)"), max_length=40, blank=True)
    city_en = models.CharField(_("ward or city (English)"), max_length=60, blank=True)
    address_ja = models.CharField(_("address (Japanese)"), max_length=200, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    contact_email = models.EmailField(_("address for quote requests"), blank=True)
    contact_confirmed_on = models.DateField(_("contact confirmed on"), null=True, blank=True)
    languages_known = models.CharField(
        _("languages"), max_length=16, choices=Known, default=Known.NOT_LOOKED_UP
    )
    payment_methods = models.CharField(_("payment methods"), max_length=200, blank=True)
    international_desk = models.CharField(
        _("international desk"), max_length=16, choices=Known, default=Known.NOT_LOOKED_UP
    )
    helps_with_visa = models.CharField(
        _("helps with the visa"), max_length=16, choices=Known, default=Known.NOT_LOOKED_UP
    )
    emergency_ready = models.CharField(
        _("says how it handles an emergency"),
        max_length=16,
        choices=Known,
        default=Known.NOT_LOOKED_UP,
    )
    orders_looked_up_on = models.DateField(_("official orders looked up on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    name = Bilingual("name")
    city = Bilingual("city")
    address = Bilingual("address")

    objects = ClinicQuerySet.as_manager()
    history = HistoricalRecords()

    class PersonalData:
        personal = ["contact_email"]
        not_personal = [
            "slug", "name_ja", "name_en", "name_kana", "former_names", "institution", "operator",
            "status", "closed_on", "moved_to", "is_sample", "prefecture", "region", "city_ja",
            "city_en", "address_ja", "address_en", "latitude", "longitude", "website",
            "contact_confirmed_on", "languages_known", "payment_methods", "international_desk",
            "helps_with_visa", "emergency_ready", "orders_looked_up_on", "created_at", "source",
            "checked_on", "checked_by",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")
        ordering = ["name_ja"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_sample=False) | Q(name_ja__contains="見本"),
                name="clinics_clinic_sample_says_so",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["closed", "moved"]) | Q(closed_on__isnull=False),
                name="clinics_clinic_closed_has_date",
                violation_error_message=_("A closed or moved clinic needs the day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("pages:clinic", args=[self.slug])

    @property
    def prefecture_name(self) -> str:
        return vocabulary.prefecture(self.prefecture)

    @property
    def city_code(self) -> str:
        """The value of the ``city`` parameter: wards of one name stand in several prefectures."""
        return f"{self.prefecture}:{self.city_ja}" if self.city_ja else ""


class ClinicLanguage(models.Model):
    """A language patients can use there, and how."""

    class How(models.TextChoices):
        STAFF = "staff", _("staff speak it")
        INTERPRETER = "interpreter", _("with an interpreter")

    clinic = models.ForeignKey(
        Clinic, models.CASCADE, related_name="languages", verbose_name=_("clinic")
    )
    code = models.CharField(
        _("language"), max_length=12, validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
    )
    how = models.CharField(_("how"), max_length=12, choices=How, default=How.STAFF)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["clinic", "code", "how"]

    class Meta:
        verbose_name = _("language of a clinic")
        verbose_name_plural = _("languages of clinics")
        constraints = [
            models.UniqueConstraint(fields=["clinic", "code"], name="clinics_language_once")
        ]

    def __str__(self) -> str:
        return self.code
