from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who works in the admin."""

    language = models.CharField(
        _("language"), max_length=8, default="en", choices=[("en", "English"), ("ja", "日本語")]
    )

    class PersonalData:
        personal = ["username", "first_name", "last_name", "email", "password", "last_login"]
        not_personal = ["language", "is_superuser", "is_staff", "is_active", "date_joined"]

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
