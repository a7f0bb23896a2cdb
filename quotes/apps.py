from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuotesConfig(AppConfig):
    name = "quotes"
    verbose_name = _("Quotes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from quotes import demand, limits, retention
        from quotes.desk import queues

        limits.check_settings()
        retention.register()
        demand.register()
        queues.register(send_within=timedelta(days=2), answer_within=timedelta(days=7))
