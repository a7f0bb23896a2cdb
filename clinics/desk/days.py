"""Days that lie behind us: nobody has seen, checked or filed anything tomorrow."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PastDays(forms.BaseForm):
    """A form whose ``past_days`` may not lie in the future (Tokyo dates)."""

    past_days: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        today = timezone.localdate()
        for name in self.past_days:
            if data.get(name) and data[name] > today:
                self.add_error(name, _("This day has not come yet."))
        return data
