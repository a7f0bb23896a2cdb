"""Files of the operator between their preview and the decision."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PendingSheet(models.Model):
    """An uploaded file that waits for its decision; forgotten after a day."""

    class Kind(models.TextChoices):
        ORDERS = "orders", _("official orders")
        LISTINGS = "listings", _("our own sheet of listings")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["kind", "file_name", "content", "by", "at"]

    class Meta:
        verbose_name = _("sheet waiting for a decision")
        verbose_name_plural = _("sheets waiting for a decision")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name
