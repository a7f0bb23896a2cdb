from django.contrib.admin.apps import AdminConfig
from django.db import models


class StaffAdminConfig(AdminConfig):
    """The stock admin with our site: second factor, Today page, no closed models."""

    default_site = "staff.sites.KakuninAdminSite"

    def ready(self) -> None:
        from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS

        # An address typed without a scheme means https (Django 6's default).
        FORMFIELD_FOR_DBFIELD_DEFAULTS[models.URLField]["assume_scheme"] = "https"
        super().ready()
