"""Nobody loses what she typed by changing the language; nothing is stored for it either."""

import re

import pytest

from quotes.models import QuoteRequest
from tests.quotes.factories import make_treatment
from tests.quotes.pages import TYPED, open_page_one, page_two

pytestmark = pytest.mark.django_db


def _switch(html: str) -> tuple[str, dict[str, list[str]]]:
    """Return address and fields of the form in the masthead."""
    head = html[html.index('<header class="k-masthead"') : html.index("</header>")]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', head):
        fields.setdefault(name, []).append(value)
    return re.search(r'<form method="post" action="([^"]+)"', head)[1], fields


def test_page_two_in_japanese_keeps_every_answer(client):
    treatment = make_treatment()
    address, fields = _switch(page_two(client, treatment).content.decode())
    assert address == "/ja/quotes/request/check/"
    html = client.post(address, fields).content.decode()
    assert '<html lang="ja">' in html
    assert treatment.clinic.name_ja in html
    assert TYPED["email"] in html
    assert "And how long?" in html
    assert "8.2 %" in html
    assert not QuoteRequest.objects.exists()


def test_the_way_back_to_english_keeps_them_too(client):
    address, fields = _switch(page_two(client, make_treatment()).content.decode())
    address, again = _switch(client.post(address, fields).content.decode())
    assert address == "/quotes/request/check/"
    fields.pop("csrfmiddlewaretoken", None), again.pop("csrfmiddlewaretoken", None)
    assert again == fields


def test_page_two_with_a_missing_tick_switches_too(client):
    _, fields = _switch(page_two(client, make_treatment()).content.decode())
    html = client.post("/quotes/request/check/", {**fields, "send": "1"}).content.decode()
    assert _switch(html)[1]["email"] == [TYPED["email"]]


@pytest.mark.parametrize("wrong", [{}, {"email": "not an address"}])
def test_page_one_in_japanese_keeps_what_was_typed(client, wrong):
    treatment = make_treatment()
    first = open_page_one(client, treatment)
    if wrong:
        html = page_two(client, treatment, **wrong).content.decode()
    else:
        html = client.get(f"/quotes/request/?treatment={treatment.pk}").content.decode()
    button = re.search(r'<button[^>]*k-language[^>]*form="question"[^>]*>', html)[0]
    assert 'formaction="/ja/quotes/request/"' in button
    typed = {**first, **TYPED, **wrong, "change": "1"}
    html = client.post("/ja/quotes/request/", typed).content.decode()
    assert '<html lang="ja">' in html
    assert typed["email"] in html
    assert "And how long?" in html
    assert f'name="treatment" value="{treatment.pk}"' in html
    assert "k-errors" not in html


def test_enter_on_page_one_goes_on_and_does_not_change_the_language(client):
    html = client.get(f"/quotes/request/?treatment={make_treatment().pk}").content.decode()
    buttons = re.findall(r'<button[^>]*form="question"[^>]*>', html)
    assert "formaction" not in buttons[0]


def test_page_one_without_a_treatment_has_the_plain_link(client):
    assert '<a class="k-language"' in client.get("/quotes/request/").content.decode()
