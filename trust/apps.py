from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "trust"
    verbose_name = _("Trust")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each app's emails.py registers its mails, as each admin.py registers its pages.
        autodiscover_modules("emails")
