from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = _("Operations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings

        from operations import (
            catalogue_checks,
            quote_checks,
            receipt_checks,
            register_checks,
            review_checks,
        )
        from operations.watching import lines
        from trust.services import degraded

        lines.watch("services", lambda: "; ".join(degraded()))
        catalogue_checks.register()
        quote_checks.register()
        receipt_checks.register()
        register_checks.register()
        review_checks.register()
        if settings.SENTRY_DSN:
            from operations.watching import sentry

            sentry.start()
