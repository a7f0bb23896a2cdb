"""A mail that did not arrive stands on its case and in a queue, until a later one arrived."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quotes.desk import mail_trouble
from quotes.models import QuoteRequest
from tests.quotes.factories import confirmed, recipients, sent
from trust.models import OutboxMail

pytestmark = pytest.mark.django_db


def trouble(object_id, template="quote_update", **values):
    return OutboxMail.objects.create(
        template=template, object_id=str(object_id), language="en", **values
    )


def came_back():
    now = timezone.now()
    return {"sent_at": now, "bounced_at": now, "bounce_code": "5.1.1"}


@pytest.fixture
def desk(staff_client):
    return staff_client("quote coordinator")


@pytest.mark.parametrize(
    "values",
    [
        came_back,
        lambda: {"failed_at": timezone.now(), "last_error": "SMTPDataError 554"},
        lambda: {"tries": 1, "last_error": "SMTPRecipientsRefused 550"},
    ],
)
def test_staff_see_it_on_the_case_and_in_the_queue(desk, values):
    request = sent()
    trouble(request.pk, **values())
    page = desk.get(f"/admin/quotes/case/{request.pk}/").text
    assert "Mail that did not arrive" in page
    assert "the patient" in page
    assert request.reference in desk.get("/admin/quotes/queue/?show=mail").text
    assert "Requests whose mail came back" in desk.get("/admin/").text


def test_a_clinics_mail_names_the_clinic(desk):
    request = sent()
    row = recipients(request)[0]
    OutboxMail.objects.all().delete()
    trouble(row.pk, "quote_clinic", **came_back())
    assert mail_trouble.cases() == [request.pk]
    found = mail_trouble.of_case(request, [row])
    assert [(line["to"], line["why"]) for line in found] == [(row.clinic.name, "5.1.1")]


def test_a_later_mail_that_arrived_makes_it_good(desk):
    request = confirmed()
    old = trouble(request.pk, **came_back())
    OutboxMail.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=1))
    trouble(request.pk, sent_at=timezone.now())
    assert mail_trouble.cases() == []
    assert "Mail that did not arrive" not in desk.get(f"/admin/quotes/case/{request.pk}/").text


def test_a_server_that_is_away_is_no_trouble_of_the_case():
    request = confirmed()
    trouble(request.pk, tries=3, last_error="ConnectionRefusedError")
    assert mail_trouble.cases() == []


def test_an_ended_case_is_not_in_the_queue(desk):
    request = confirmed()
    trouble(request.pk, **came_back())
    QuoteRequest.objects.filter(pk=request.pk).update(
        state="closed", outcome="none", closed_at=timezone.now()
    )
    assert request.reference not in desk.get("/admin/quotes/queue/?show=mail").text
