"""Where a fact comes from, when it was seen and who checked it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """One page or document that facts were read from; many facts share one source."""

    url = models.URLField(_("address"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    seen_on = models.DateField(_("seen on"))
    page_text = models.TextField(
        _("text of the page"),
        blank=True,
        help_text=_("What staff read on that day, kept as evidence. Never shown in public."),
    )

    class PersonalData:
        personal: list[str] = []
        not_personal = ["url", "title", "publisher", "seen_on", "page_text"]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-seen_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["url", "title", "seen_on"], name="clinics_source_once_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.seen_on})"


class Sourced(models.Model):
    """A block of facts that share source, date and checker."""

    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_blocks",
        verbose_name=_("source"),
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )

    class Meta:
        abstract = True


class Known(models.TextChoices):
    """The answers to a yes/no fact, with the three faces of unknown (product principle 3)."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    NOT_LOOKED_UP = "not_looked_up", _("not looked up by us yet")
    NOT_PUBLISHED = "not_published", _("not published by the clinic")
    DOES_NOT_APPLY = "does_not_apply", _("does not apply")
