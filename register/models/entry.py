from django.db import models
from django.utils.translation import gettext_lazy as _

from clinics.models import Treatment
from register.models.snapshot import Snapshot


class Entry(models.Model):
    """One row of the list: the text as published, and the listing it became.

    The list prints no plan numbers and its key changes with each filing, so a row is known by
    class, institution and title, normalised; ``twin`` tells apart rows that repeat all three.
    """

    list_class = models.CharField(_("class"), max_length=1)
    institution = models.TextField(_("institution, as published"))
    prefecture = models.CharField(_("prefecture, as published"), max_length=10)
    address = models.TextField(_("address, as published"), blank=True)
    title = models.TextField(_("filed title, as published"))
    key = models.CharField(_("key of the last filing"), max_length=12, blank=True)
    identity = models.CharField(_("identity"), max_length=64)
    twin = models.PositiveSmallIntegerField(_("number among equal rows"), default=0)
    treatment = models.OneToOneField(
        Treatment, models.CASCADE, related_name="entry", verbose_name=_("treatment")
    )
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, verbose_name=_("last seen in"))

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "list_class", "institution", "prefecture", "address", "title", "key", "identity",
            "twin", "treatment", "snapshot",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("row of the ministry's list")
        verbose_name_plural = _("rows of the ministry's list")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["identity", "twin"], name="register_entry_identity")
        ]

    def __str__(self) -> str:
        return self.title
