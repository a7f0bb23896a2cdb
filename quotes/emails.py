"""Who gets which mail, decided at the moment of sending. No mail carries health data."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from clinics.models import Clinic
from quotes import limits, links
from quotes.models import QuoteRequest, Recipient, RecordFile
from reviews import actions as reviews
from trust import links as secret_links
from trust.models import SecretLink
from trust.outbox import Letter, register_mail

# The guide that says what to do when one feels ill after a treatment.
CARE_GUIDE = "if-you-feel-ill"


def _readable(object_id: str) -> QuoteRequest | None:
    return QuoteRequest.objects.readable().filter(pk=UUID(object_id)).first()


def _patient_link(request: QuoteRequest) -> SecretLink:
    known = secret_links.current(purpose=links.PATIENT, object_id=request.pk)
    return known or links.issue_patient_link(request)


def _to_patient(request: QuoteRequest, **more: Any) -> Letter:
    """Reference and links only; each mail leads to what to do when one feels ill."""
    return Letter(
        to=request.email or "",
        context={
            "reference": request.reference,
            "operator": settings.OPERATOR_NAME,
            "care_url": settings.SITE_URL + reverse("guides:page", args=[CARE_GUIDE]),
            **more,
        },
    )


def quote_confirm(object_id: str) -> Letter | None:
    request = _readable(object_id)
    if request is None or request.state != QuoteRequest.State.UNCONFIRMED or not request.email:
        return None
    link = secret_links.current(purpose=links.CONFIRM, object_id=request.pk)
    link = link or links.issue_confirm_link(request)
    return _to_patient(
        request,
        asked_at=request.created_at,
        delete_on=request.delete_on,
        url=links.address("confirm", link),
    )


def _link_letter(object_id: str) -> Letter | None:
    request = _readable(object_id)
    if request is None or not request.email:
        return None
    return _to_patient(request, url=links.address("link", _patient_link(request)))


def quote_deletion(object_id: str) -> Letter | None:
    """On which day everything goes, and the link that keeps it; None if it was kept meanwhile."""
    request = _readable(object_id)
    if request is None or not request.email or request.delete_on is None:
        return None
    first = max(limits.WARN_DAYS.get(request.state, ()), default=0)
    if request.delete_on - timezone.now() > timedelta(days=first):
        return None
    link = _patient_link(request)
    can_extend = request.state in {QuoteRequest.State.CHECKING, QuoteRequest.State.OPEN}
    return _to_patient(
        request,
        delete_on=request.delete_on,
        extend_url=links.address("extend_link", link) if can_extend else "",
        url=links.address("link", link),
    )


def quote_files(object_id: str) -> Letter | None:
    """That files go soon, and when; None once she deleted them or the time was moved."""
    request = _readable(object_id)
    if request is None or not request.email:
        return None
    soon = timezone.now() + timedelta(days=limits.WARN_FILES_DAYS)
    going = RecordFile.objects.overdue(soon).filter(papers__recipient__request=request)
    first = going.order_by("counts_from").first()
    if first is None:
        return None
    gone_on = first.counts_from + limits.kept("files")
    return _to_patient(request, gone_on=gone_on, url=links.address("link", _patient_link(request)))


def quote_review(object_id: str) -> Letter | None:
    """The invitation to review, and the reminder; None once it was used or the request is gone."""
    request = _readable(object_id)
    if request is None or not request.review_token or not reviews.is_open(request.review_token):
        return None
    address = reverse("reviews:new_by_invitation", args=[request.review_token])
    return _to_patient(request, url=settings.SITE_URL + address)


def quote_clinic(object_id: str) -> Letter | None:
    """To the clinic: that a request waits, and the link. Nothing about the patient."""
    found = Recipient.objects.visible_to_clinic().select_related("clinic")
    recipient = found.filter(pk=UUID(object_id)).first()
    if recipient is None or not recipient.clinic.contact_email:
        return None
    if recipient.clinic.contact_confirmed_on is None:
        return None  # the address changed since: the link must not go where nobody looked
    link = secret_links.current(purpose=links.CLINIC, object_id=recipient.pk)
    link = link or links.issue_clinic_link(recipient)
    return _to_clinic(recipient.clinic, url=links.address("clinic_answer", link))


def quote_clinic_over(object_id: str) -> Letter | None:
    """To the clinic: the request is over, please delete what you noted. Only the reference."""
    found = Recipient.objects.select_related("clinic", "request").filter(pk=UUID(object_id))
    recipient = found.first()
    if recipient is None or not recipient.clinic.contact_email:
        return None
    # Another treatment of this clinic may still be asked about: then it is not over for it.
    here = Recipient.objects.visible_to_clinic().filter(request=recipient.request_id)
    if here.filter(clinic=recipient.clinic_id).exists():
        return None
    if recipient.clinic.contact_confirmed_on is None:
        return None
    return _to_clinic(recipient.clinic, reference=recipient.request.reference)


def _to_clinic(clinic: Clinic, **more: str) -> Letter:
    return Letter(
        to=clinic.contact_email,
        context={
            "clinic_ja": clinic.name_ja,
            "clinic_en": clinic.name_en or clinic.name_ja,
            "operator": settings.OPERATOR_NAME,
            "operator_email": settings.OPERATOR_EMAIL,
            **more,
        },
    )


register_mail("quote_confirm", quote_confirm)
register_mail("quote_update", _link_letter)
register_mail("quote_link", _link_letter)
register_mail("quote_deletion", quote_deletion)
register_mail("quote_review", quote_review)
register_mail("quote_files", quote_files)
register_mail("quote_clinic", quote_clinic)
register_mail("quote_clinic_over", quote_clinic_over)
