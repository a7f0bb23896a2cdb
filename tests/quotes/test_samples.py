"""Sample requests go through the real actions and stand in every state."""

import pytest

from quotes.models import QuoteRequest, Recipient
from quotes.samples import create_sample_requests
from tests.factories import UserFactory
from tests.quotes.factories import make_treatment

pytestmark = pytest.mark.django_db


def test_twelve_samples_stand_in_all_states():
    treatments = [make_treatment() for _ in range(4)]
    made = create_sample_requests(treatments, UserFactory())
    assert len(made) == QuoteRequest.objects.count() == 12
    assert {row.state for row in made} == {"unconfirmed", "checking", "open", "closed"}
    assert {row.outcome for row in made} == {"", "chosen", "none", "withdrawn", "refused"}
    assert all(row.email.endswith("@example.org") for row in made)
    states = set(Recipient.objects.values_list("state", flat=True))
    assert {"waiting", "sent", "question", "answered", "withdrawn"} <= states


def test_samples_work_without_addresses_and_prices():
    treatments = [make_treatment(), make_treatment()]
    for treatment in treatments:
        treatment.prices.all().delete()
        treatment.clinic.contact_email = ""
        treatment.clinic.save()
    assert len(create_sample_requests(treatments, UserFactory())) == 12
