"""One treatment at one clinic: the thing a plan number belongs to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from clinics import vocabulary
from clinics.asrm import numbers
from clinics.asrm.plate import format_plate
from clinics.bilingual import Bilingual
from clinics.models.clinic import Clinic
from clinics.models.party import CellLab, Committee
from clinics.models.source import Source, Sourced


class TreatmentQuerySet(models.QuerySet):
    def published(self) -> TreatmentQuerySet:
        return self.filter(publication=Treatment.Publication.PUBLISHED)

    def standing(self) -> TreatmentQuerySet:
        """Leave out list entries that have left the ministry's list (their page says so)."""
        return self.exclude(level=Treatment.Level.LIST, list_gone_on__isnull=False)

    def listed(self) -> TreatmentQuerySet:
        """Published treatments of open clinics: what every public list, count and API shows."""
        found = self.published().standing().filter(clinic__status=Clinic.Status.OPEN)
        if settings.SAMPLE_LISTINGS:
            return found
        return found.filter(is_sample=False, clinic__is_sample=False)

    def checked(self) -> TreatmentQuerySet:
        return self.filter(level=Treatment.Level.CHECKED)

    def detailed(self) -> TreatmentQuerySet:
        """Leave list entries out: what staff noted on one so far is not public yet."""
        return self.exclude(level=Treatment.Level.LIST, is_sample=False)

    def under_check(self) -> TreatmentQuerySet:
        """Listings whose contradictions are recorded: checked or being checked."""
        found = self.filter(Q(level=Treatment.Level.CHECKED) | Q(being_checked_by__isnull=False))
        return found.exclude(publication=Treatment.Publication.WITHDRAWN)

    def for_cards(self) -> TreatmentQuerySet:
        from clinics.models.price import PriceSheet

        return self.prefetch_related(
            Prefetch("conditions", TreatmentCondition.objects.named().order_by("pk")),
            Prefetch(
                "prices",
                PriceSheet.objects.public().select_related("source"),
                to_attr="current_prices",
            ),
        ).order_by("pk")

    def for_page(self) -> TreatmentQuerySet:
        """Adds what the clinic page shows of a treatment."""
        return (
            self.for_cards()
            .select_related("committee", "source", "list_source", "number_source", "checked_by")
            .prefetch_related("documents")
            .order_by("-level", "title_ja", "pk")
        )


class Treatment(Sourced):
    class Level(models.TextChoices):
        LIST = "list", _("on the ministry's list only")
        CHECKED = "checked", _("checked by us")

    class Publication(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", pgettext_lazy("listing", "withdrawn")

    class Studied(models.TextChoices):
        TRIAL = "trial", _("compared in a trial")
        EXPLORATIVE = "explorative", _("first studies only")
        NOT_STUDIED = "not_studied", _("not studied")
        NOT_LOOKED_UP = "not_looked_up", _("not looked up by us yet")

    clinic = models.ForeignKey(
        Clinic, models.CASCADE, related_name="treatments", verbose_name=_("clinic")
    )
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.LIST)
    publication = models.CharField(
        _("publication"), max_length=10, choices=Publication, default=Publication.DRAFT
    )
    is_sample = models.BooleanField(_("invented sample"), default=False)
    number = models.CharField(
        _("plan number (ASRM)"),
        max_length=9,
        blank=True,
        db_index=True,
        help_text=_(
            "Often called a licence number. It belongs to one treatment. "
            "It is filed with the ministry, not approved by it."
        ),
    )
    number_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of the number"),
    )
    asrm_class = models.CharField(
        _("class"), max_length=8, choices=vocabulary.class_choices, db_index=True
    )
    product = models.CharField(
        _("what is given"), max_length=32, blank=True, choices=vocabulary.product_choices
    )
    product_detail = models.CharField(
        _("what is given, exactly"),
        max_length=32,
        blank=True,
        choices=vocabulary.product_detail_choices,
    )
    origin = models.CharField(
        _("whose cells"), max_length=8, blank=True, choices=vocabulary.origin_choices
    )
    tissue = models.CharField(
        _("tissue"), max_length=32, blank=True, choices=vocabulary.tissue_choices
    )
    processing = models.CharField(
        _("processing"), max_length=32, blank=True, choices=vocabulary.processing_choices
    )
    route = models.CharField(
        _("route"), max_length=32, blank=True, choices=vocabulary.route_choices
    )
    title_ja = models.CharField(_("filed title (Japanese)"), max_length=300)
    title_en = models.CharField(_("our English rendering"), max_length=300, blank=True)
    submitted_on = models.DateField(_("filed on"), null=True, blank=True)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, verbose_name=_("committee")
    )
    cell_labs = models.ManyToManyField(CellLab, blank=True, verbose_name=_("cell labs"))
    visits = models.PositiveSmallIntegerField(_("visits"), null=True, blank=True)
    duration_en = models.CharField(_("how long it takes (English)"), max_length=300, blank=True)
    duration_ja = models.CharField(_("how long it takes (Japanese)"), max_length=300, blank=True)
    risks_en = models.TextField(_("main risks (English)"), blank=True)
    risks_ja = models.TextField(_("main risks (Japanese)"), blank=True)
    how_studied = models.CharField(
        _("how well studied"), max_length=16, choices=Studied, default=Studied.NOT_LOOKED_UP
    )
    list_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ministry's list"),
    )
    list_key = models.CharField(_("key of the last filing"), max_length=12, blank=True)
    list_last_seen = models.DateField(_("last seen in the ministry's list"), null=True, blank=True)
    list_gone_on = models.DateField(
        _("no longer found in the ministry's list of"), null=True, blank=True
    )
    override_reason = models.TextField(_("why a contradiction was accepted"), blank=True)
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contradiction accepted by"),
    )
    being_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("being checked by"),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    search_text = models.TextField(_("folded search text"), blank=True, editable=False)
    title = Bilingual("title")
    duration = Bilingual("duration")
    risks = Bilingual("risks")

    objects = TreatmentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text"])

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "clinic", "level", "publication", "is_sample", "number", "number_source", "asrm_class",
            "product", "product_detail", "origin", "tissue", "processing", "route", "title_ja",
            "title_en", "submitted_on", "committee", "visits", "duration_en", "duration_ja",
            "risks_en", "risks_ja", "how_studied", "list_source", "list_key", "list_last_seen", "list_gone_on",
            "override_reason", "override_by", "being_checked_by", "published_at", "updated_at",
            "search_text", "source", "checked_on", "checked_by",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["publication", "level", "product"], name="clinics_treatment_facets"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_sample=True) | ~Q(number__regex=r"^..9"),
                name="clinics_treatment_sample_number",
            ),
            models.CheckConstraint(
                condition=~Q(asrm_class="outside") | Q(number=""),
                name="clinics_treatment_outside_has_no_number",
            ),
            # The publish gate (clinics.publishing says it in words), for checked listings only.
            models.CheckConstraint(
                condition=~Q(level="checked", publication="published")
                | (
                    ~Q(title_ja="")
                    & ~Q(product="")
                    & ~Q(origin="")
                    & ~Q(risks_en="")
                    & ~Q(risks_ja="")
                    & Q(checked_on__isnull=False)
                    & Q(source__isnull=False)
                    & Q(published_at__isnull=False)
                    & (Q(number="") | Q(number_source__isnull=False))
                ),
                name="clinics_treatment_publish_gate",
            ),
            # Another person's cells are Class I, whatever the tissue (domain.md 3.2).
            models.CheckConstraint(
                condition=~Q(level="checked", publication="published", origin="donor")
                | Q(asrm_class="1")
                | (~Q(override_reason="") & Q(override_by__isnull=False)),
                name="clinics_treatment_donor_is_class_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '—'} {self.title}"

    @property
    def kind(self) -> str:
        """``sample``, ``checked`` or ``list``: derived, never stored."""
        return "sample" if self.is_sample else self.level

    @property
    def is_live(self) -> bool:
        """Whether it is published as checked, so that the publish gate holds it."""
        live = (self.Level.CHECKED, self.Publication.PUBLISHED)
        return (self.level, self.publication) == live

    @property
    def price(self):
        """The public price sheet valid today, or None (needs ``for_cards``)."""
        return self.current_prices[0] if self.current_prices else None

    @property
    def public_number(self) -> str:
        """The number as pages show it: one noted on a list entry is not checked yet."""
        return "" if self.kind == self.Level.LIST else self.number

    @property
    def plate(self) -> list[dict[str, str]]:
        """The number's segments, each with its label in the reader's language."""
        if not self.number:
            return []
        japanese = vocabulary.is_japanese()
        return [
            {"text": part.text, "label": part.label_ja if japanese else part.label_en}
            for part in format_plate(numbers.parse(self.number))
        ]


class TreatmentConditionQuerySet(models.QuerySet):
    def named(self) -> TreatmentConditionQuerySet:
        """The conditions the title itself names, without the widened ones."""
        return self.filter(how=TreatmentCondition.How.NAMED)


class TreatmentCondition(models.Model):
    """A condition under which the treatment is found.

    A named condition is stored with its parents, and "diabetes, type not stated" also under
    type 2, so that filters and counts need no tree walk.
    """

    class How(models.TextChoices):
        NAMED = "named", _("named in the filed title")
        PARENT = "parent", _("covers the named condition")
        NOT_STATED = "not_stated", _("type not stated")

    treatment = models.ForeignKey(
        Treatment, models.CASCADE, related_name="conditions", verbose_name=_("treatment")
    )
    code = models.CharField(
        _("condition"), max_length=32, choices=vocabulary.condition_choices, db_index=True
    )
    how = models.CharField(_("how"), max_length=10, choices=How, default=How.NAMED)

    objects = TreatmentConditionQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = ["treatment", "code", "how"]

    class Meta:
        verbose_name = _("condition of a treatment")
        verbose_name_plural = _("conditions of treatments")
        constraints = [
            models.UniqueConstraint(fields=["treatment", "code"], name="clinics_condition_once")
        ]

    def __str__(self) -> str:
        return vocabulary.label("condition", self.code)


class TreatmentDocument(models.Model):
    """An explanation document for patients, as the ministry's list links it."""

    treatment = models.ForeignKey(
        Treatment, models.CASCADE, related_name="documents", verbose_name=_("treatment")
    )
    label = models.CharField(_("label"), max_length=100)
    url = models.URLField(_("address"), max_length=300)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["treatment", "label", "url"]

    class Meta:
        verbose_name = _("explanation document")
        verbose_name_plural = _("explanation documents")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label
