from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "register"
    verbose_name = _("Ministry list")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from register.desk import queues

        queues.register()
