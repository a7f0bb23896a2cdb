"""Purposes and lifetimes of the secret links."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from quotes import limits
from quotes.models import QuoteRequest, Recipient
from trust import links
from trust.models import SecretLink

PATIENT = "quote"
CONFIRM = "quote-confirm"
CLINIC = "quote-clinic"
# What a link opens is asked at each visit (``readable``); this is only the outer bound.
OUTER_BOUND = timedelta(days=400)


def issue_patient_link(request: QuoteRequest) -> SecretLink:
    return links.issue(
        purpose=PATIENT, object_id=request.pk, expires_at=timezone.now() + OUTER_BOUND
    )


def view_link(request: QuoteRequest) -> SecretLink | None:
    """Return the live link for family or doctor, if the patient made one."""
    return links.current(purpose=PATIENT, object_id=request.pk, view_only=True)


def issue_confirm_link(request: QuoteRequest) -> SecretLink:
    ends: datetime = request.created_at + limits.kept("unconfirmed")
    return links.issue(purpose=CONFIRM, object_id=request.pk, expires_at=ends)


def issue_clinic_link(recipient: Recipient) -> SecretLink:
    return links.issue(
        purpose=CLINIC, object_id=recipient.pk, expires_at=timezone.now() + OUTER_BOUND
    )


def address(name: str, link: SecretLink) -> str:
    """Return the full public address of a link, in the active language."""
    return settings.SITE_URL + reverse(f"quotes:{name}", args=[link.token])
