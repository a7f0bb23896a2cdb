"""The mails to a clinic about its reply. They tell nothing about the writer of the review."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from clinics.models import Clinic
from reviews.models.reply import Reply
from reviews.replies import links, reasons
from trust import outbox


def register() -> None:
    outbox.register_mail("review_reply_asked", _asked)
    outbox.register_mail("review_reply_decided", _decided)


def _asked(review_id: str) -> outbox.Letter | None:
    reply = _find(review_id, Reply.State.ASKED, Reply.State.REFUSED)
    return _letter(reply) if reply and reply.tries_left else None


def _decided(review_id: str) -> outbox.Letter | None:
    reply = _find(review_id, Reply.State.PUBLISHED, Reply.State.REFUSED)
    if reply is None:
        return None
    return _letter(
        reply,
        published=reply.is_public,
        reason_ja=_label(reply.reason, "ja"),
        reason_en=_label(reply.reason, "en"),
        note=reply.note,
        once_more=bool(reply.tries_left),
    )


def _label(code: str, language: str) -> str:
    """The reason in words; the mail says everything in both languages."""
    with translation.override(language):
        return str(reasons.BY_CODE[code].label) if code else ""


def _find(review_id: str, *states: str) -> Reply | None:
    found = Reply.objects.of_published().filter(review=review_id, state__in=states)
    return found.select_related("review__treatment__clinic").first()


def _letter(reply: Reply, **more: Any) -> outbox.Letter | None:
    clinic: Clinic = reply.review.treatment.clinic
    link = links.current(reply.review_id)
    # The address may have changed since: a link must not go where nobody looked.
    if link is None or not reply.reaches(clinic):
        return None
    return outbox.Letter(
        to=clinic.contact_email,
        context={
            "clinic_ja": clinic.name_ja,
            "clinic_en": clinic.name_en or clinic.name_ja,
            "operator": settings.OPERATOR_NAME,
            "operator_email": settings.OPERATOR_EMAIL,
            "url": links.address(link),
            **more,
        },
    )
