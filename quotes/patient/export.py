"""Everything of one request as a ZIP: ``request.json`` and the files, nothing of anybody else."""

import contextlib
import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from quotes import actions
from quotes.actions.desk import OBJECT
from quotes.models import Answer, Consent, QuoteRequest, Recipient, RecordFile
from quotes.patient.guard import for_patient
from trust import access_log
from trust.uploads.kinds import BY_CODE


@for_patient
@require_POST
def export(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """A POST, so that no link in a mail or on a page can start the download."""
    actions.note_export(request=quote)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("request.json", as_json(quote))
        for file in _files(quote):
            name = f"files/{file.download_name}.{BY_CODE[file.kind].endings[0]}"
            with contextlib.suppress(FileNotFoundError):  # lost: the rest is still hers
                box.writestr(name, actions.content_of(file))
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{quote.reference}.zip"'
    return response


def as_json(quote: QuoteRequest) -> str:
    """Return what is stored of this request, as JSON text with sorted, readable keys."""
    return json.dumps(content(quote), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def content(quote: QuoteRequest) -> dict[str, Any]:
    """Return plain data: what she wrote, consents word for word, clinics, answers, messages, the
    moves and who saw it. Staff stand as "our staff", as on her page."""
    recipients = quote.recipients.select_related("clinic", "treatment", "introduction", "papers")
    return {
        **_columns(
            quote, "reference", "state", "outcome", "reason", "for_whom", "language", "email",
            "condition", "languages", "message", "facts", "created_at", "confirmed_at",
            "last_activity_at", "closed_at", "delete_on", "treated_in", "review_token",
        ),
        "country": str(quote.country),
        "consents": [
            _columns(
                row, "kind", "text_version", "text", "text_sha256", "language", "given_at",
                "withdrawn_at",
            )
            for row in Consent.objects.about(quote.pk)
        ],
        "clinics": [_clinic(row) for row in recipients.order_by("pk")],
        "messages_with_staff": _messages(quote, None),
        "moves": [
            _columns(row, "object_type", "from_state", "to_state", "at", "role", "reason")
            for row in quote.transitions.order_by("at", "pk")
        ],
        "seen_by": [
            _columns(row, "at", "role", "action", "reason", actor_label="who")
            for row in access_log.entries_for(OBJECT, quote.pk)
        ],
    }  # fmt: skip


def _files(quote: QuoteRequest) -> QuerySet[RecordFile]:
    found = RecordFile.objects.readable().filter(papers__recipient__request=quote)
    return found.order_by("uploaded_at", "pk")


def _clinic(row: Recipient) -> dict[str, Any]:
    introduction = getattr(row, "introduction", None)
    papers = getattr(row, "papers", None)
    return {
        "clinic": row.clinic.name_ja,
        "clinic_en": row.clinic.name_en,
        "treatment": str(row.treatment),
        **_columns(row, "state", "reason", "sent_at", "sent_how"),
        "papers_asked_for": papers and _columns(papers, "what", "words", "asked_at"),
        "name_and_contact_given": introduction and _columns(introduction, "name", "contact"),
        "answers": [
            _columns(
                answer, "version", "state", "lines", "total_min", "total_max", "tax", "doses",
                "visits", "days_in_japan", "no_refund_after", "note", "valid_until",
                "as_published", "source", "created_at",
            )
            for answer in Answer.objects.filter(recipient=row).order_by("version")
        ],
        "files": [
            _columns(file, "name", "kind", "size", "state", "uploaded_at", download_name="file")
            for file in _files(row.request).filter(papers__recipient=row)
        ],
        "messages": _messages(row.request, row),
    }  # fmt: skip


def _messages(quote: QuoteRequest, recipient: Recipient | None) -> list[dict[str, Any]]:
    rows = quote.messages.filter(recipient=recipient).order_by("created_at", "pk")
    return [_columns(row, "sender", "text", "created_at") for row in rows]


def _columns(row: Any, *names: str, **renamed: str) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in names},
        **{new: getattr(row, old) for old, new in renamed.items()},
    }
