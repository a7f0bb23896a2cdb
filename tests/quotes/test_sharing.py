"""The view-only link: reads, changes nothing, ends when she says so."""

import pytest
from django.test import Client

from quotes import actions, links
from quotes.models import QuoteRequest
from tests.quotes.factories import EMAIL, answered, choose, fresh_answer, submit
from tests.quotes.pages import as_patient
from trust.access_log import entries_for

pytestmark = pytest.mark.django_db
CHANGES = ["withdraw", "erase", "extend", "new-link", "share", "stop-sharing", "export", "reply"]


def as_reader(request: QuoteRequest) -> Client:
    link = actions.share_request(request=request)
    reader = Client()
    assert reader.get(f"/quotes/r/{link.token}/")["Location"] == "/quotes/mine/"
    return reader


def test_she_makes_one_link_and_ends_it():
    request = answered()
    client = as_patient(request)
    assert client.post("/quotes/mine/share/").status_code == 303
    assert client.post("/quotes/mine/share/").status_code == 303
    link = links.view_link(request)
    assert client.get("/quotes/mine/").text.count(f'/quotes/r/{link.token}/">') == 1
    reader = as_reader(request)
    assert reader.get("/quotes/mine/").status_code == 200
    assert client.post("/quotes/mine/stop-sharing/").status_code == 303
    assert reader.get("/quotes/mine/")["Location"] == "/quotes/track/"
    assert reader.get(f"/quotes/r/{link.token}/").status_code == 404
    assert as_patient(request).get("/quotes/mine/").status_code == 200


def test_the_reader_reads_and_finds_nothing_to_press():
    request = answered()
    page = as_reader(request).get("/quotes/mine/").text
    assert "You can read it, and change nothing." in page
    assert "¥2,000,000" in page
    assert EMAIL not in page
    assert page.split("<main")[1].count("<form") == 1  # leave
    for word in (
        "Choose",
        "/erase/",
        "/withdraw/",
        "/reply/",
        "/export/",
        "view-only link</button>",
    ):
        assert word not in page


@pytest.mark.parametrize("step", CHANGES)
def test_the_reader_changes_nothing(step):
    request = answered()
    reader = as_reader(request)
    before = list(QuoteRequest.objects.values_list("state", "last_activity_at"))
    for answer in (reader.get(f"/quotes/mine/{step}/"), reader.post(f"/quotes/mine/{step}/")):
        assert answer.status_code in {404, 405}
    assert list(QuoteRequest.objects.values_list("state", "last_activity_at")) == before
    assert not request.messages.exists()


def test_the_reader_neither_chooses_nor_sees_the_private_link():
    request = answered()
    reader = as_reader(request)
    given = fresh_answer(request)
    assert reader.get(f"/quotes/mine/answer/{given.pk}/choose/").status_code == 404
    assert reader.get("/quotes/request/sent/").status_code == 302
    choose(given)
    assert "What happens now" not in reader.get("/quotes/mine/").text


def test_she_sees_when_it_was_opened():
    request = answered()
    as_reader(request)
    page = as_patient(request).get("/quotes/mine/").text
    assert "your view-only link was opened" in page
    assert "you made a view-only link" in page
    assert {row.role for row in entries_for("quotes.quoterequest", request.pk)} >= {"reader"}


def test_a_new_private_link_ends_the_shared_one():
    request = answered()
    reader = as_reader(request)
    as_patient(request).post("/quotes/mine/new-link/")
    assert reader.get("/quotes/mine/")["Location"] == "/quotes/track/"


@pytest.mark.parametrize("page", ["print", "dossier"])
def test_both_may_print(page):
    request = answered()
    for client in (as_reader(request), as_patient(request)):
        shown = client.get(f"/quotes/mine/{page}/")
        assert shown.status_code == 200
        assert shown["Cache-Control"] == "no-store, private"
        assert "<form" not in shown.text.split("<main")[1].split("</main>")[0]


def test_an_unconfirmed_address_stays_out_of_the_readers_page():
    request = submit()
    assert EMAIL not in as_reader(request).get("/quotes/mine/").text
