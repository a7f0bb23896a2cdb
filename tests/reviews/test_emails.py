"""The three mails: in the writer's language, neutral, with a link that works."""

import re
import uuid

import pytest
from django.conf import settings
from django.core import mail

from reviews import actions
from tests.factories import ClinicFactory, TreatmentFactory, UserFactory
from tests.reviews.factories import content, published_review, refused_review, waiting_review
from trust import outbox
from trust.models import OutboxMail

pytestmark = pytest.mark.django_db


def mails(template: str) -> list:
    """Send what waits; return the mails of this template."""
    OutboxMail.objects.exclude(template=template).delete()
    outbox.send_due()
    return mail.outbox


def test_code_mail_holds_the_code_and_leads_to_the_page(client):
    kept = actions.start_review(
        content=content(TreatmentFactory()),
        email="w@example.org",
        language="en",
        idempotency_key=uuid.uuid4(),
    )
    (letter,) = mails("review_code")
    assert kept.code in letter.body
    assert kept.code not in letter.subject
    address = re.search(re.escape(settings.SITE_URL) + r"(/reviews/confirm/\S+)", letter.body)[1]
    assert client.get(address).status_code == 200


def test_decision_mails_name_no_clinic_no_treatment_and_no_score():
    clinic = ClinicFactory(name_en="Canary Clinic")
    treatment = TreatmentFactory(clinic=clinic, title_en="Canary title")
    published_review(treatment)
    refused_review(treatment, reason="effect_claim")
    letters = mails("review_decided")
    assert len(letters) == 2
    for letter in letters:
        assert "canary" not in (letter.subject + letter.body).lower()
        assert "of 5" not in letter.body
    assert "Says that a treatment works" in letters[1].body + letters[0].body


def test_refusal_mail_holds_the_note_of_staff():
    review = waiting_review()
    actions.refuse_review(
        review_id=review.pk, by=UserFactory(), reason="abuse", note="Leave out line 2 & try again"
    )
    (letter,) = mails("review_decided")
    assert "Leave out line 2 & try again" in letter.body


def test_received_mail_leads_to_the_writers_page(client):
    waiting_review(text="My own words")
    (letter,) = mails("review_received")
    address = re.search(re.escape(settings.SITE_URL) + r"(/reviews/mine/\S+)", letter.body)[1]
    response = client.get(address)
    assert "My own words" in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"


def test_taken_back_review_sends_no_more_mails():
    review = refused_review()
    actions.withdraw_review(review_id=review.pk)
    assert outbox.send_due() == 0
