"""One-use ways in: an invitation to a new colleague, and the demo's sign-in link."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EntryLinkQuerySet(models.QuerySet):
    def usable(self) -> EntryLinkQuerySet:
        """Not used, not withdrawn, not too old, and its person still works here."""
        return self.filter(
            used_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )


class EntryLink(models.Model):
    """The right of one person to come in once. The secret itself is kept by trust.links."""

    class Kind(models.TextChoices):
        INVITE = "invite", _("Invitation")
        DEMO = "demo", _("Demo sign-in")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("staff member"),
        related_name="entry_links",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("made by"),
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("ends"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = EntryLinkQuerySet.as_manager()

    class PersonalData:
        personal = ["user", "created_by"]
        not_personal = ["kind", "created_at", "expires_at", "used_at", "withdrawn_at"]

    class Meta:
        verbose_name = _("entry link")
        verbose_name_plural = _("entry links")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="staff_entry_link_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
