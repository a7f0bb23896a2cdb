"""What staff say about a file they saved from the ministry's list."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.asrm.values import parse_date
from clinics.sheets.files import MOST_BYTES

CLASSES = [("", _("the file says it")), ("1", "I"), ("2", "II"), ("3", "III")]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Saved file"),
        help_text=_("The page as saved by the browser (HTML), CSV, XLSX, or a ZIP of them."),
    )
    list_class = forms.ChoiceField(label=_("Class of the list"), choices=CLASSES, required=False)
    extent = forms.ChoiceField(
        label=_("How much of the list it holds"),
        choices=[("partial", _("a part of it")), ("complete", _("the whole list of its class"))],
        widget=forms.RadioSelect,
        initial="partial",
        help_text=_("Only a whole list can show that something is missing."),
    )
    seen_on = forms.CharField(
        label=_("Day of the list"),
        max_length=20,
        help_text=_("For example 2026-09-18 or 令和8年9月18日."),
    )
    url = forms.URLField(
        label=_("Address it was saved from"), max_length=500, required=False, assume_scheme="https"
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file has more than %(most)d MB.") % {"most": MOST_BYTES // 2**20}
            )
        return file

    def clean_seen_on(self) -> Any:
        day = parse_date(self.cleaned_data["seen_on"])
        if day is None:
            raise forms.ValidationError(_("Write the day like 2026-09-18 or 令和8年9月18日."))
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day
