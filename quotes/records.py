"""Forms and answers that patient, clinic and staff share about papers."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from quotes import actions, consent_texts
from quotes.models import PapersAsked, RecordFile
from quotes.widgets import Dressed, Ticks
from trust.forms import PlainTextField
from trust.uploads import Refused, Taken, take
from trust.uploads.downloads import as_download


class AskPapersForm(Dressed):
    """Which papers, in ticks; words only where the ticks do not say it."""

    what = forms.MultipleChoiceField(
        label=_("Which papers"),
        choices=PapersAsked.What.choices,
        widget=Ticks,
        error_messages={"required": _("Please choose at least one.")},
    )
    papers_words = PlainTextField(
        label=_("Words about the papers"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: QueryDict | None = None, *, about: object = "papers") -> None:
        super().__init__(data, auto_id=f"id_{about}_%s")


class UploadForm(Dressed):
    """One file and the consent to send it. ``taken`` is set once the file is clean."""

    file = forms.FileField(
        label=_("File (PDF, JPEG or PNG)"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("This file is empty. Please choose another one."),
            "missing": _("Please choose a file."),
            "invalid": _("Please choose a file."),
        },
    )
    agree = forms.BooleanField(
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        error_messages={"required": _("Without this tick we may not take the file.")},
    )
    taken: Taken | None = None

    def __init__(self, *args: Any, papers: PapersAsked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = consent_texts.file(papers.recipient.clinic).words

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # A parser looks at the file only once everything else is right.
        if data.get("file") and not self.errors:
            try:
                self.taken = take(data["file"])
            except Refused as refused:
                self.add_error("file", refused.words)
        return data


def download(file: RecordFile, *, role: str, by: Any = None) -> HttpResponse:
    """Return the file as a download, its reading written down. Raises Http404 when it is gone."""
    try:
        content = actions.read_file(file=file, role=role, by=by)
    except FileNotFoundError:
        raise Http404 from None
    return as_download(content, kind=file.kind, name=file.download_name)
