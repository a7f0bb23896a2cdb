from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """When a regular job last ran, and which worker's lease still holds it."""

    name = models.CharField(_("job"), max_length=80, unique=True)
    leased_until = models.DateTimeField(_("held by a worker until"), null=True, blank=True)
    last_started = models.DateTimeField(_("last started"), null=True, blank=True)
    last_finished = models.DateTimeField(_("last finished"), null=True, blank=True)
    last_result = models.CharField(_("last result"), max_length=200, blank=True)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["name", "leased_until", "last_started", "last_finished", "last_result"]

    class Meta:
        verbose_name = _("regular job")
        verbose_name_plural = _("regular jobs")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
