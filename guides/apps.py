from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    name = "guides"
    verbose_name = _("Guides")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clinics.finder import reading
        from guides import desk, nightly, search

        desk.register()
        nightly.register()
        reading.register(search.about)
