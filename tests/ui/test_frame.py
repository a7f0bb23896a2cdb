"""The frame of every page and the pages that tell of errors."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from ui.views import bad_request

pytestmark = pytest.mark.django_db


def test_page_names_its_twin_in_the_other_language(client, settings):
    page = client.get("/clinics/?q=knee").text
    assert '<html lang="en">' in page
    assert 'href="/ja/clinics/?q=knee" lang="ja" hreflang="ja">日本語</a>' in page
    assert f'hreflang="ja" href="{settings.SITE_URL}/ja/clinics/?q=knee"' in page
    assert f'hreflang="x-default" href="{settings.SITE_URL}/clinics/?q=knee"' in page


def test_query_cannot_break_out_of_the_language_link(client):
    page = client.get('/clinics/?q="><script>alert(1)</script>').text
    assert "<script>alert" not in page


def test_current_page_is_marked_in_the_navigation(client):
    assert 'href="/clinics/" aria-current="page"' in client.get("/clinics/").text


def test_demo_is_not_indexed_and_shows_its_four_steps(client, settings):
    assert "1 Find" not in client.get("/").text
    settings.DEMO = True
    page = client.get("/").text
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "4 See it as the patient" in page


def test_missing_page_offers_a_way_on(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'href="/clinics/"' in response.text
    assert "noindex" in response.text


def test_expired_form_is_explained():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/clinics/suggest/", {"name": "x"})
    assert response.status_code == 403
    assert "Nothing was stored" in response.text


def test_damaged_request_has_a_page(rf):
    response = bad_request(rf.get("/"))
    assert response.status_code == 400
    assert "could not be read" in response.text


def test_server_error_page_needs_no_context():
    page = render_to_string("500.html")
    assert "The fault is ours" in page
    assert "エラーが発生しました" in page
