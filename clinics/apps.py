from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClinicsConfig(AppConfig):
    name = "clinics"
    verbose_name = _("Clinics")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clinics import nightly
        from clinics.desk import queues
        from clinics.gaps import buffer as gap_buffer
        from clinics.gaps import desk as gap_desk
        from clinics.gaps import nightly as gap_nightly
        from clinics.imports import queues as import_queues
        from clinics.orders import queues as order_queues

        queues.register()
        order_queues.register()
        import_queues.register()
        nightly.register()
        gap_buffer.register()
        gap_desk.register()
        gap_nightly.register()
