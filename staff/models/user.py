"""Who works here."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffQuerySet(models.QuerySet):
    def active(self) -> StaffQuerySet:
        return self.filter(is_active=True, is_staff=True)

    def with_role(self, *roles: str) -> StaffQuerySet:
        """Active staff who hold at least one of these roles."""
        return self.active().filter(groups__name__in=roles).distinct().order_by("pk")

    def for_list(self) -> StaffQuerySet:
        """With roles and devices loaded, for the list of staff."""
        return self.prefetch_related("groups", "totpdevice_set")


class StaffManager(UserManager.from_queryset(StaffQuerySet)):  # type: ignore[misc]
    use_in_migrations = False


class User(AbstractUser):
    """A person who works in the admin. Never deleted: closed by `is_active`.

    Rights come from roles (groups of staff/roles.py); `is_superuser` is not used by any
    of our own flows, because a superuser would pass every permission check.
    """

    language = models.CharField(
        _("language"), max_length=8, default="en", choices=[("en", "English"), ("ja", "日本語")]
    )
    initials = models.CharField(
        _("initials"),
        max_length=6,
        blank=True,
        help_text=_(
            "Shown on the site beside what this person checked. "
            "Any short mark will do; it need not be the real initials."
        ),
    )

    objects = StaffManager()

    class PersonalData:
        personal = ["username", "first_name", "last_name", "email", "password", "last_login"]
        not_personal = [
            "language",
            "initials",  # a mark chosen to be public
            "is_superuser",
            "is_staff",
            "is_active",
            "date_joined",
        ]

    class Meta(AbstractUser.Meta):
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
        constraints = [
            models.UniqueConstraint(
                fields=["initials"],
                condition=~models.Q(initials=""),
                name="staff_user_initials_unique",
                violation_error_message=_("Another staff member uses these initials."),
            )
        ]

    def __str__(self) -> str:
        """The public mark, never the name: this text reaches logs and admin history."""
        return self.initials or f"staff-{self.pk}"

    def role_names(self) -> frozenset[str]:
        """Names of the roles held; read once per request (one query)."""
        if not hasattr(self, "_role_names"):
            self._role_names = frozenset(group.name for group in self.groups.all())
        return self._role_names
