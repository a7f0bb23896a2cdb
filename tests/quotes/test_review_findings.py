"""Who may open a request, and what a published price says about tax."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from clinics.models import PriceSheet, Treatment
from quotes import links, published
from quotes.models import Answer
from tests.quotes.factories import EMAIL, answered, confirmed, submit
from tests.quotes.pages import as_patient
from trust import links as secret_links
from trust import outbox
from trust.models import OutboxMail


def test_a_total_with_tax_is_never_called_without():
    sheet = PriceSheet(
        treatment=Treatment(),
        tax="excluded",
        jpy_min=1_000_000,
        jpy_max=1_000_000,
        total_min=1_100_000,
        total_max=1_100_000,
        basis="dose",
    )
    assert published.as_answer(sheet)["tax"] == "included"


@pytest.mark.django_db
@pytest.mark.parametrize("make", [submit, confirmed])
def test_a_new_private_link_ends_the_confirmation_link(client, make):
    request = make()
    old = secret_links.current(purpose=links.CONFIRM, object_id=request.pk)
    assert as_patient(request).post("/quotes/mine/new-link/").status_code == 303
    state = type(request).objects.get().state
    assert client.post(f"/quotes/confirm/{old.token}/").status_code == 404
    assert client.get("/quotes/mine/")["Location"] == "/quotes/track/"
    assert type(request).objects.get().state == state


@pytest.mark.django_db
def test_an_unconfirmed_request_with_a_new_link_gets_a_new_confirmation(client):
    request = submit()
    OutboxMail.objects.all().delete()
    as_patient(request).post("/quotes/mine/new-link/")
    mail.outbox.clear()
    outbox.send_due()
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    path = re.search(r"http://localhost:8000(/quotes/confirm/\S+)", message.body)[1]
    assert client.post(path)["Location"] == "/quotes/mine/"
    request.refresh_from_db()
    assert request.state == "checking"


@pytest.mark.django_db
def test_new_links_do_not_flood_an_address():
    request = submit()
    OutboxMail.objects.all().delete()
    client = as_patient(request)
    codes = [client.post("/quotes/mine/new-link/").status_code for _ in range(5)]
    assert codes == [303, 303, 303, 429, 429]
    assert OutboxMail.objects.count() == 3
    assert client.get("/quotes/mine/").status_code == 200


@pytest.mark.django_db
def test_two_other_lines_with_one_name_both_stand_in_the_table():
    request = answered()
    lines = [
        {"code": "treatment", "label": "", "jpy": 1_000_000},
        {"code": "other", "label": "Test", "label_ja": "検査", "jpy": 11_111},
        {"code": "other", "label": "Test", "label_ja": "検査", "jpy": 22_222},
    ]
    Answer.objects.update(valid_until=timezone.localdate() + timedelta(days=9))
    given = Answer.objects.get()
    given.lines = lines
    given.save()
    html = as_patient(request).get("/quotes/mine/").content.decode()
    assert "11,111" in html
    assert "22,222" in html
