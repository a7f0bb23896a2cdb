from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """The stock admin with our site: second factor, Today page, no closed models."""

    default_site = "staff.sites.KakuninAdminSite"
