from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinics.imports.uploading import MOST_BYTES


class SheetForm(forms.Form):
    file = forms.FileField(label=_("Your sheet"), help_text=_("CSV or XLSX."))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file has more than %(most)d MB.") % {"most": MOST_BYTES // 2**20}
            )
        return file
