from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class LimitHitQuerySet(models.QuerySet):
    def older_than(self, moment: datetime) -> "LimitHitQuerySet":
        return self.filter(window_start__lt=moment)


class LimitHit(models.Model):
    """How often one key did one thing in one window of time. The key is a daily-salted HMAC."""

    name = models.CharField(_("what is limited"), max_length=40)
    key = models.CharField(_("who, as a digest"), max_length=64)
    window_start = models.DateTimeField(_("window start"), db_index=True)
    count = models.PositiveIntegerField(_("count"), default=0)

    objects = LimitHitQuerySet.as_manager()

    class PersonalData:
        personal = ["key"]
        not_personal = ["name", "window_start", "count"]

    class Meta:
        verbose_name = _("rate-limit counter")
        verbose_name_plural = _("rate-limit counters")
        ordering = ["window_start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key", "window_start"], name="trust_limit_one_row_a_window"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.window_start:%Y-%m-%d %H:%M}"
