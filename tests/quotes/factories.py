"""Requests in any state, made through the real actions."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from clinics.models import Treatment
from quotes import actions
from quotes.models import Answer, QuoteRequest, Recipient, Transition
from tests.factories import ClinicFactory, PriceSheetFactory, TreatmentFactory, UserFactory

CANARY = "Zanahoria-7731"
EMAIL = "canary-7731@example.org"


def make_treatment(**values: Any) -> Treatment:
    """A checked treatment with a price, at a clinic that takes requests by mail."""
    clinic = values.pop("clinic", None) or ClinicFactory(
        contact_email="desk@clinic.example.org", contact_confirmed_on=timezone.localdate()
    )
    treatment = TreatmentFactory(checked=True, clinic=clinic, **values)
    PriceSheetFactory(treatment=treatment)
    return treatment


def submit(*treatments: Treatment, **values: Any) -> QuoteRequest:
    treatments = treatments or (make_treatment(),)
    return actions.submit_request(
        **{
            "idempotency_key": uuid4(),
            "language": "en",
            "treatments": treatments,
            "send_to": {item.clinic_id for item in treatments},
            "shown_on": timezone.localdate(),
            "email": EMAIL,
            "for_whom": "myself",
            "country": "PH",
            "languages": ["en"],
            "condition": "t2d",
            "message": f"How much? {CANARY}",
            "facts": {"hba1c": {"value": "8.2", "unit": "percent"}},
            **values,
        }
    )


def confirmed(*treatments: Treatment, **values: Any) -> QuoteRequest:
    return actions.confirm_email(request=submit(*treatments, **values))


def recipients(request: QuoteRequest) -> list[Recipient]:
    found = request.recipients.select_related("clinic", "treatment", "request", "consent")
    return list(found.order_by("pk"))


def sent(*treatments: Treatment, by: Any = None, **values: Any) -> QuoteRequest:
    request = confirmed(*treatments, **values)
    by = by or UserFactory()
    for recipient in recipients(request):
        actions.release_to_clinic(recipient=recipient, by=by)
    request.refresh_from_db()
    return request


def sent_days_ago(days: int) -> None:
    """Every clinic was asked ``days`` days ago, and nothing went to and fro since."""
    past = timezone.now() - timedelta(days=days)
    Recipient.objects.update(sent_at=past)
    Transition.objects.filter(object_type="recipient", to_state="sent").update(at=past)


def answer(recipient: Recipient, **values: Any) -> Answer:
    return actions.record_answer(
        **{
            "recipient": recipient,
            "key": uuid4(),
            "lines": [{"code": "treatment", "label": "", "jpy": 2_000_000}],
            "total_min": 2_000_000,
            "total_max": 2_000_000,
            "tax": "included",
            "valid_until": timezone.localdate() + timedelta(days=30),
            "note": f"note {CANARY}",
            **values,
        }
    )


def answered(*treatments: Treatment, **values: Any) -> QuoteRequest:
    request = sent(*treatments, **values)
    for recipient in recipients(request):
        answer(recipient)
    request.refresh_from_db()
    return request


def fresh_answer(request: QuoteRequest) -> Answer:
    found = Answer.objects.filter(recipient__request=request).order_by("pk")
    return found.select_related("recipient__request", "recipient__clinic")[0]


def choose(answer: Answer) -> Answer:
    """What the patient's "Choose this clinic" does."""
    return actions.choose_answer(answer=answer, name=f"Anna {CANARY}", contact=EMAIL)
