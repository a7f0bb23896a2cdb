"""The three pages, confirmation, asking for the link, the wish."""

import re

import pytest
from django.test import Client

from clinics.models import PriceWish
from quotes.models import Consent, QuoteRequest
from tests.factories import TreatmentFactory
from tests.quotes.factories import EMAIL, make_treatment, submit
from tests.quotes.pages import TYPED, hidden, open_page_one, page_two, send
from trust.models import OutboxMail, SecretLink

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


def _stored() -> int:
    models = (QuoteRequest, Consent, OutboxMail, SecretLink)
    return sum(model.objects.count() for model in models)


def test_page_one_names_the_treatments_and_is_private(client):
    first, second = make_treatment(), make_treatment()
    response = client.get(f"/quotes/request/?treatment={first.pk}&treatment={second.pk}")
    html = response.content.decode()
    assert first.clinic.name in html
    assert second.clinic.name in html
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert 'type="tel"' not in html


def test_page_one_without_a_treatment_leads_to_the_list(client):
    html = client.get("/quotes/request/").content.decode()
    assert "/clinics/" in html
    assert 'name="email"' not in html


def test_only_four_listed_treatments_are_taken(client):
    treatments = [make_treatment() for _ in range(5)]
    closed = make_treatment()
    closed.clinic.status, closed.clinic.closed_on = "closed", "2026-01-01"
    closed.clinic.save()
    query = "&".join(f"treatment={item.pk}" for item in [closed, *treatments])
    html = client.get(f"/quotes/request/?{query}").content.decode()
    assert html.count('name="treatment"') == 4
    assert closed.clinic.name not in html
    assert "2 treatments were left out" in html


@pytest.mark.parametrize("value", ["x", "-1", "9" * 40, "\x00", "1e5", "²", "१२", "\ud800"])
def test_strange_treatments_are_left_out(client, value):
    assert client.get(
        "/quotes/request/", {"treatment": value.encode("utf-8", "surrogatepass")}
    ).status_code in {200, 400}
    assert client.post(
        "/quotes/request/check/", {"treatment": value.encode("utf-8", "surrogatepass")}
    ).status_code in {200, 400}


def test_page_two_shows_the_answers_and_stores_nothing(client):
    before = _stored()
    response = page_two(client, make_treatment())
    html = response.content.decode()
    assert response.status_code == 200
    assert "8.2 % (66 mmol/mol)" in html
    assert "anna@example.org" in html
    assert "not tested" in html
    assert "Send to 1 clinic" in html
    assert " checked" not in html
    assert _stored() == before
    assert "sessionid" not in client.cookies


def test_change_shows_page_one_with_everything_typed(client):
    treatment = make_treatment()
    html = page_two(client, treatment).content.decode()
    response = client.post("/quotes/request/", hidden(html[: html.rindex("</main>")]))
    html = response.content.decode()
    assert "How much is it?\nAnd how long?" in html
    for value in ("anna@example.org", "8.2"):
        assert f'value="{value}"' in html
    for value in ("fil", "tablets", "not_tested"):
        assert re.search(rf'value="{value}"[^>]* checked', html), value
    for value in ("t2d", "PH", "50", "soon", "3000"):
        assert f'value="{value}" selected' in html
    assert "There is a problem" not in html
    # And on again, to the same page 2.
    again = client.post(
        "/quotes/request/check/", {**TYPED, **hidden(html[: html.rindex("</main>")])}
    )
    assert "Check and send" in again.content.decode()


def test_sending_leads_to_the_reference_and_the_private_link(client):
    response = send(client, make_treatment())
    assert (response.status_code, response["Location"]) == (303, "/quotes/request/sent/")
    request = QuoteRequest.objects.get()
    html = client.get("/quotes/request/sent/").content.decode()
    assert request.reference in html
    assert SecretLink.objects.get(purpose="quote").token in html
    assert f"Please confirm your request {request.reference}" in html
    assert request.facts["hba1c"] == {"value": "8.2", "unit": "percent"}
    assert request.facts["c_peptide"] == {"value": None, "unit": "not_tested"}
    assert request.languages == ["en", "fil"]


def test_the_sent_page_is_not_for_others(client):
    send(client, make_treatment())
    assert Client().get("/quotes/request/sent/")["Location"] == "/quotes/track/"


def test_the_send_button_twice_makes_one_request(client):
    treatment = make_treatment()
    html = page_two(client, treatment).content.decode()
    data = {**hidden(html[: html.rindex("</main>")]), "send": "1", "keep": "on"}
    data[f"send_{treatment.clinic_id}"] = "on"
    for _ in range(2):
        assert client.post("/quotes/request/check/", data).status_code == 303
    assert QuoteRequest.objects.count() == 1


def test_without_ticks_nothing_is_stored_and_nothing_is_lost(client):
    response = send(client, make_treatment(), ticked=False)
    html = response.content.decode()
    assert "Error:" in html.split("</title>")[0]
    assert "Tick at least one clinic" in html
    assert "anna@example.org" in html
    assert not QuoteRequest.objects.exists()


def test_a_list_only_treatment_needs_no_clinic_tick(client):
    treatment = TreatmentFactory()
    html = page_two(client, treatment).content.decode()
    assert f"send_{treatment.clinic_id}" not in html
    assert "Send to our staff" in html
    data = {**hidden(html[: html.rindex("</main>")]), "send": "1", "keep": "on"}
    assert client.post("/quotes/request/check/", data).status_code == 303
    assert QuoteRequest.objects.get().ask_us_to_write


BAD = [
    ("email", "not an address"),
    ("email", ""),
    ("email", "a@example.org\nBcc: b@example.org"),
    ("hba1c", "2.9"),
    ("hba1c", "20.1"),
    ("hba1c", "abc"),
    ("hba1c", "NaN"),
    ("hba1c", "1e400"),
    ("country", "ZZ"),
    ("country", ""),
    ("for_whom", ""),
    ("condition", "nonsense"),
    ("age_band", "12"),
    ("message", "x" * 2001),
    ("message", "a\x07b"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_bad_input_is_told_beside_the_field_and_kept(client, name, value):
    response = page_two(client, make_treatment(), **{name: value})
    html = response.content.decode()
    assert response.status_code in {200, 400}
    if response.status_code == 200:
        assert "Error:" in html.split("</title>")[0]
        assert f'href="#id_{name}' in html
        assert f'id="id_{name}_error"' in html
        kept = "And how long?" if name != "message" else "anna@example.org"
        assert kept in html
        assert re.search(r'value="tablets"[^>]* checked', html)
    assert not QuoteRequest.objects.exists()


@pytest.mark.parametrize(
    ("value", "unit", "ok"),
    [
        ("3", "percent", True), ("20.0", "percent", True), ("2.9", "percent", False),
        ("9", "mmol_mol", True), ("195", "mmol_mol", True), ("8", "mmol_mol", False),
        ("196", "mmol_mol", False), ("7,2", "percent", True), ("８．２", "percent", True),
        ("7.2 %", "percent", True),
    ],
)  # fmt: skip
def test_hba1c_ranges_of_both_units(client, value, unit, ok):
    html = page_two(client, make_treatment(), hba1c=value, hba1c_unit=unit).content.decode()
    assert ("Check and send" in html) is ok


@pytest.mark.parametrize(
    ("value", "unit", "ok"),
    [
        ("0", "ng_ml", True), ("30", "ng_ml", True), ("30.1", "ng_ml", False),
        ("9.93", "nmol_l", True), ("10", "nmol_l", False), ("1", "not_tested", False),
    ],
)  # fmt: skip
def test_c_peptide_ranges_of_both_units(client, value, unit, ok):
    html = page_two(client, make_treatment(), c_peptide=value, c_peptide_unit=unit)
    assert ("Check and send" in html.content.decode()) is ok


def test_diabetes_questions_are_not_asked_about_a_knee(client):
    treatment = make_treatment(conditions=["knee_oa"])
    html = client.get(f"/quotes/request/?treatment={treatment.pk}").content.decode()
    assert "HbA1c" not in html
    assert 'name="budget"' in html


def test_under_18_is_refused_kindly_on_a_page_of_its_own(client):
    response = page_two(client, make_treatment(), age_band="under_18")
    assert response.status_code == 200
    assert "aged 18 or older" in response.content.decode()
    assert "Error:" not in response.content.decode().split("</title>")[0]


def test_a_robot_in_the_hidden_field_is_sent_back(client):
    html = page_two(client, make_treatment(), second_line="buy").content.decode()
    assert "Please press the button once more" in html
    assert "anna@example.org" in html


def test_the_fourth_request_of_a_day_with_one_address_waits(client):
    treatment = make_treatment()
    for _ in range(3):
        assert send(client, treatment).status_code == 303
    response = send(client, treatment)
    html = response.content.decode()
    assert response.status_code == 429
    assert "anna@example.org" in html
    assert "And how long?" in html
    assert QuoteRequest.objects.count() == 3


def test_the_sixth_request_of_an_hour_from_one_network_waits(client):
    treatment = make_treatment()
    for number in range(5):
        assert send(client, treatment, email=f"n{number}@example.org").status_code == 303
    forged = Client(HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert send(forged, treatment, email="n6@example.org").status_code == 429


def test_opening_the_confirmation_link_changes_nothing(client):
    request = submit()
    token = SecretLink.objects.get(purpose="quote-confirm").token
    assert client.get(f"/quotes/confirm/{token}/").status_code == 200
    request.refresh_from_db()
    assert request.state == "unconfirmed"


def test_the_button_confirms_and_leads_to_the_patients_page(client):
    request = submit()
    token = SecretLink.objects.get(purpose="quote-confirm").token
    for _ in range(2):
        response = client.post(f"/quotes/confirm/{token}/")
        assert (response.status_code, response["Location"]) == (303, "/quotes/mine/")
    request.refresh_from_db()
    assert request.state == "checking"
    assert request.reference in client.get("/quotes/mine/").content.decode()


def test_a_private_link_does_not_confirm(client):
    submit()
    token = SecretLink.objects.get(purpose="quote").token
    assert client.post(f"/quotes/confirm/{token}/").status_code == 404


@pytest.mark.parametrize("path", ["/quotes/confirm/{}/", "/quotes/r/{}/"])
def test_a_wrong_token_is_404_with_the_same_words(client, path):
    first = client.get(path.format("x" * 43))
    second = client.get(path.format("y" * 43))
    assert first.status_code == second.status_code == 404
    assert first.content.replace(b"x" * 43, b"") == second.content.replace(b"y" * 43, b"")


def test_tracking_answers_the_same_for_known_and_unknown(client):
    submit()
    OutboxMail.objects.all().delete()
    known = client.post("/quotes/track/", {"email": EMAIL})
    unknown = client.post("/quotes/track/", {"email": "nobody@example.org"})
    assert known.content == unknown.content
    assert OutboxMail.objects.count() == 1


def test_tracking_mails_three_times_a_day_at_most(client):
    submit()
    OutboxMail.objects.all().delete()
    pages = [client.post("/quotes/track/", {"email": EMAIL}).content for _ in range(5)]
    assert len(set(pages)) == 1
    assert OutboxMail.objects.count() == 3


def test_a_wish_counts_once_a_day_and_stores_no_person():
    treatment = TreatmentFactory()
    client = Client(headers={"sec-fetch-site": "same-origin"}, enforce_csrf_checks=True)
    for _ in range(3):
        response = client.post(f"/quotes/wish/{treatment.pk}/")
        assert response.status_code == 303
    assert PriceWish.objects.get(treatment=treatment).count == 1
    assert "counted" in client.get(response["Location"]).content.decode()


def test_a_wish_from_another_site_is_refused():
    treatment = TreatmentFactory()
    client = Client(headers={"sec-fetch-site": "cross-site"})
    assert client.post(f"/quotes/wish/{treatment.pk}/").status_code == 403
    assert client.get(f"/quotes/wish/{treatment.pk}/").status_code == 405
    assert not PriceWish.objects.exists()


def test_a_wish_for_an_unlisted_treatment_is_404():
    treatment = TreatmentFactory(publication="draft")
    client = Client(headers={"sec-fetch-site": "same-origin"})
    assert client.post(f"/quotes/wish/{treatment.pk}/").status_code == 404


def test_the_pages_speak_japanese(client):
    treatment = make_treatment()
    assert open_page_one(client, treatment)
    assert (
        'lang="ja"' in client.get(f"/ja/quotes/request/?treatment={treatment.pk}").content.decode()
    )
