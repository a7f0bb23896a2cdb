"""Searches that found nothing."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHOWN_DAYS = 30


class SearchGapQuerySet(models.QuerySet):
    def before(self, day: datetime.date) -> "SearchGapQuerySet":
        return self.filter(day__lt=day)

    def often(self) -> "SearchGapQuerySet":
        """{filters, searches} of the last 30 days, most frequent first; rare ones are left out."""
        since = timezone.localdate() - datetime.timedelta(days=SHOWN_DAYS - 1)
        return (
            self.filter(day__gte=since)
            .order_by()
            .values("filters")
            .annotate(searches=Sum("count"))
            .filter(searches__gte=settings.ZERO_RESULT_MIN)
            .order_by("-searches", "filters")
        )


class SearchGap(models.Model):
    """How often one combination of filters found no clinic on one day. Holds no person, no words
    that were typed and no exact amount (clinics.gaps.pairs)."""

    day = models.DateField(_("day"))
    filters = models.CharField(_("filters in use"), max_length=300)
    count = models.PositiveIntegerField(_("count"), default=0)

    objects = SearchGapQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = ["day", "filters", "count"]

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        ordering = ["-day", "filters"]
        constraints = [
            models.UniqueConstraint(fields=["day", "filters"], name="clinics_gap_one_row_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
