"""Staff, clinic and patient each read their own words, never a code."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from quotes import actions
from tests.quotes.factories import answered, make_treatment, recipients, sent
from tests.quotes.pages import as_patient, clinic_path

pytestmark = pytest.mark.django_db


def _cells(html: str) -> list[str]:
    return re.findall(r"<td>([^<]*)</td>", html)


def test_the_case_page_shows_labels_and_scrolls_its_tables(staff_client):
    request = answered()
    desk = staff_client("quote coordinator")
    actions.take_case(request=request, by=desk.user)
    html = desk.get(f"/admin/quotes/case/{request.pk}/").content.decode()
    cells = _cells(html)
    assert "request: e-mail not confirmed → being checked" in cells
    assert "our staff took the case" in cells
    assert not {"opened", "took", "sent"} & set(cells)
    assert "Last HbA1c" in html
    assert "Your last HbA1c" not in html
    assert html.count("<table") == html.count('<div class="k-scroll"')


def test_a_clinic_not_sent_yet_says_so_once(staff_client):
    from tests.quotes.factories import confirmed

    request = confirmed()
    html = staff_client("quote coordinator").get(f"/admin/quotes/case/{request.pk}/")
    assert html.content.decode().lower().count("not sent yet") == 1


def test_the_clinic_reads_its_own_words(client):
    path = clinic_path(recipients(sent())[0]).removeprefix("/ja")
    html = client.get(path).content.decode()
    assert "The clinic gave no reason." not in html
    assert "We take no new patients from abroad now." in html
    assert "Last HbA1c" in html


def test_the_patient_reads_you_and_all_she_told_us():
    request = sent(make_treatment())
    actions.reply(request=request, text="A question", key=uuid4())
    html = as_patient(request).get("/quotes/mine/").content.decode()
    assert "You · " in html
    assert "E-mail confirmed" in html
    assert "Type 2 diabetes" in html
    assert "English" in html[html.index("What you told us") :]
    assert "Keep it for 90 days from today" in html


def test_who_saw_it_names_the_clinic_in_the_readers_language():
    request = sent()
    recipient = recipients(request)[0]
    recipient.clinic.name_en = "Test Clinic English"
    recipient.clinic.save()
    Client().get(clinic_path(recipient))
    html = as_patient(request).get("/ja/quotes/mine/").content.decode()
    assert "Test Clinic English" not in html
    assert recipient.clinic.name_ja in _cells(html)
