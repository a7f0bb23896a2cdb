from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClinicsConfig(AppConfig):
    name = "clinics"
    verbose_name = _("Clinics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clinics import nightly
        from clinics.desk import queues
        from clinics.imports import queues as import_queues
        from clinics.orders import queues as order_queues

        queues.register()
        order_queues.register()
        import_queues.register()
        nightly.register()
