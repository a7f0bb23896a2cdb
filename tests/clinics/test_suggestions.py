"""Anybody can say that a fact is wrong; nothing typed is lost; staff decide once."""

import datetime
import uuid

import pytest
from django.utils import timezone

from clinics import actions
from clinics.models import Clinic, Suggestion
from tests.clinics.helpers import suggestion as made
from tests.factories import TreatmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def filled(client, address, **changes):
    """Return the form's own hidden values with ours, as a browser would send them."""
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {k: v for k, v in (data | changes).items() if v not in (None, False)}


@pytest.fixture
def address():
    return f"/clinics/{TreatmentFactory().clinic.slug}/correct/"


@pytest.fixture
def later(time_machine):
    """Move on as a person who reads and types would."""
    # Early in an hour: limits count by the clock's hours.
    time_machine.move_to(datetime.datetime(2026, 11, 22, 1, 0, 5, tzinfo=datetime.UTC))
    return lambda: time_machine.shift(30)


def test_a_correction_is_kept_once_and_answered_at_its_page(client, address, later):
    data = filled(client, address, text="The price is old.")
    later()
    first = client.post(address, data)
    again = client.post(address, data)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    suggestion = Suggestion.objects.get()
    assert suggestion.text == "The price is old."
    page = client.get(first["Location"]).content.decode()
    assert "The price is old." not in page
    actions.decide_suggestion(
        suggestion=suggestion, accept=True, by=UserFactory(), reason="corrected", answer="Done."
    )
    assert "Done." in client.get(first["Location"]).content.decode()


def test_a_missing_text_is_told_and_the_rest_is_kept(client, address, later):
    data = filled(client, address, text="", url="https://example.org/p")
    later()
    response = client.post(address, data)
    assert response.status_code == 200
    assert response.context["form"].errors["text"]
    assert "https://example.org/p" in response.content.decode()
    assert not Suggestion.objects.exists()


def test_a_missing_clinic_can_be_suggested(client, later):
    data = filled(client, "/clinics/suggest/", name="Harbour", text="Saw an advert.")
    later()
    assert client.post("/clinics/suggest/", data).status_code == 302
    assert Suggestion.objects.get().kind == "new_clinic"


def test_reports_from_one_address_have_a_limit_and_lose_nothing(client, address, later):
    for n in range(11):
        data = filled(client, address, text=f"report {n}")
        later()
        response = client.post(address, data)
    assert response.status_code == 200
    assert "report 10" in response.content.decode()
    assert Suggestion.objects.count() == 10


def test_two_people_decide_once():
    suggestion = Suggestion.objects.create(
        kind="new_clinic", name="X", text="y", idempotency_key=uuid.uuid4()
    )
    first = UserFactory()
    actions.decide_suggestion(suggestion=suggestion, accept=False, by=first, reason="not_found")
    with pytest.raises(actions.AlreadyDecided) as caught:
        actions.decide_suggestion(
            suggestion=suggestion, accept=True, by=UserFactory(), reason="added"
        )
    assert caught.value.decided.decided_by == first
    assert suggestion.decided_at <= timezone.now()


def test_the_answer_page_names_no_clinic_without_a_page(client):
    clinic = TreatmentFactory(clinic__name_en="Named Clinic").clinic
    address = f"/clinics/suggestion/{made(clinic=clinic).pk}/"
    assert clinic.get_absolute_url() in client.get(address).content.decode()
    Clinic.objects.update(status="paused")
    page = client.get(address).content.decode()
    assert clinic.slug not in page
    assert "Named Clinic" not in page
