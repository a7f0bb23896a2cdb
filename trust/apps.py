from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

SERVICES = {
    "REDIS_URL": "trust.services.redis",
    "DATABASE_REPLICA_URL": "trust.services.replica",
}


class TrustConfig(AppConfig):
    name = "trust"
    verbose_name = _("Trust")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each app's emails.py registers its mails, as each admin.py registers its pages.
        autodiscover_modules("emails")
        # /readyz asks those services that the settings name, used or not.
        for setting, module in SERVICES.items():
            if getattr(settings, setting):
                import_module(module)
