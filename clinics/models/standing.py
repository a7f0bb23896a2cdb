"""What a clinic's reviews say in one figure, and who has money ties with us."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.models.clinic import Clinic

ASPECTS = 5  # scores of one review


def tenths(points: int, counted: int) -> int:
    """Return the mean of all scores in tenths (10–50), halves up: what is shown and what sorts."""
    return (20 * points + ASPECTS * counted) // (2 * ASPECTS * counted)


class ClinicRating(models.Model):
    """The mean of a clinic's counted reviews, kept while there are five or more.

    Written by reviews in the transaction of each decision. The order "rating" reads it and leaves
    out clinics with a money tie, whose scores nobody sees.
    """

    clinic = models.OneToOneField(
        Clinic,
        models.CASCADE,
        primary_key=True,
        related_name="rating",
        verbose_name=_("clinic"),
    )
    counted = models.PositiveIntegerField(_("counted reviews"))
    points = models.PositiveIntegerField(_("sum of their scores"))

    class PersonalData:
        personal: list[str] = []
        not_personal = ["counted", "points"]

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.CheckConstraint(condition=Q(counted__gte=5), name="clinics_rating_has_five"),
            models.CheckConstraint(
                condition=Q(points__gte=F("counted") * ASPECTS)
                & Q(points__lte=F("counted") * ASPECTS * 5),
                name="clinics_rating_is_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clinic_id}: {self.counted}"

    @property
    def tenths(self) -> int:
        return tenths(self.points, self.counted)

    @property
    def mean(self) -> float:
        """1.0 to 5.0, one decimal."""
        return self.tenths / 10


class CommercialLinkQuerySet(models.QuerySet):
    def active(self, day: datetime.date | None = None) -> "CommercialLinkQuerySet":
        """Ties that stand on a day (today in Tokyo without one)."""
        day = day or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class CommercialLink(models.Model):
    """A money tie between a clinic and this site: it hides the clinic's reviews, and moves nothing."""

    class Kind(models.TextChoices):
        REFERRAL = "referral", _("the clinic pays us for requests")
        ADVERT = "advert", _("the clinic pays us for something else")
        OWNER = "owner", _("the clinic and this site have an owner in common")

    clinic = models.ForeignKey(
        Clinic, models.PROTECT, related_name="ties", verbose_name=_("clinic")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
        help_text=_("Somebody else than who entered it."),
    )

    objects = CommercialLinkQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = ["clinic", "kind", "since", "until", "entered_by", "ended_by"]

    class Meta:
        verbose_name = _("commercial link")
        verbose_name_plural = _("commercial links")
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="clinics_commerciallink_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(until=None, ended_by=None)
                | (Q(until__isnull=False, ended_by__isnull=False) & ~Q(ended_by=F("entered_by"))),
                name="clinics_commerciallink_ended_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clinic_id} {self.kind} {self.since}"
