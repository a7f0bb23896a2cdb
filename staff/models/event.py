"""What happened to staff accounts: the record administrators read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StaffEvent(models.Model):
    """One row: who did what, when, to whom. Rows are written by actions only.

    Failed sign-ins are counted per hour and name nobody: an unknown person may have
    typed a password into the user name.
    """

    class Kind(models.TextChoices):
        INVITED = "invited", _("Invited")
        JOINED = "joined", _("Set password and second factor")
        SECOND_FACTOR_RESET = "second_factor_reset", _("Second factor reset")
        ROLES_CHANGED = "roles_changed", _("Roles changed")
        DETAILS_CHANGED = "details_changed", _("Details changed")
        DEACTIVATED = "deactivated", _("Access closed")
        REACTIVATED = "reactivated", _("Access opened again")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        SIGNED_IN = "signed_in", _("Signed in")
        SESSIONS_ENDED = "sessions_ended", _("Ended other sign-ins")
        BACKUP_CODE_USED = "backup_code_used", _("Signed in with a backup code")
        DEMO_SIGN_IN = "demo_sign_in", _("Signed in by the demo link")
        SIGN_IN_FAILED = "sign_in_failed", _("Failed sign-ins in this hour")
        EXPORTED = "exported", _("Exported a table")

    kind = models.CharField(_("what"), max_length=30, choices=Kind.choices)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("who"),
        related_name="events_done",
        null=True,
        blank=True,
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("about"),
        related_name="events_about",
        null=True,
        blank=True,
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    count = models.PositiveIntegerField(_("times"), default=1)

    class PersonalData:
        personal = ["by", "about", "note"]
        not_personal = ["kind", "at", "count"]

    class Meta:
        verbose_name = _("staff event")
        verbose_name_plural = _("staff events")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "at"],
                condition=models.Q(kind="sign_in_failed"),
                name="staff_event_one_failure_row_an_hour",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="sign_in_failed")
                | models.Q(by__isnull=True, about__isnull=True, note=""),
                name="staff_event_failures_name_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localdate(self.at)}"
