from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterLock(models.Model):
    """One row; whoever imports, undoes or decides holds it, so that they do so one by one."""

    class PersonalData:
        personal: list[str] = []
        not_personal: list[str] = []

    class Meta:
        verbose_name = _("lock of the imports")
        verbose_name_plural = _("locks of the imports")

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def take(cls) -> None:
        """Wait for the lock; it is given back with the transaction."""
        cls.objects.get_or_create(pk=1)
        cls.objects.select_for_update().get(pk=1)
