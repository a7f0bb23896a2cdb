import json
import logging
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import UnreadablePostError
from django.test import Client, RequestFactory

from trust.middleware import HostileInput

pytestmark = [pytest.mark.urls("tests.trust.urls"), pytest.mark.django_db]
SURROGATE = "%ED%A0%80"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "address",
    [
        "/?q=%00", "/?q=a%00b", "/?%00=x", f"/?q={SURROGATE}", f"/?q={SURROGATE.lower()}", "/?q=\x00",
        "/link/%00/", f"/link/{SURROGATE}/", "/nowhere/%00",
    ],
)  # fmt: skip
def test_addresses_that_are_no_text_are_a_plain_400(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "address",
    ["/?q=%2500", "/?q=%E6%97%A5", "/?q=%F0%9F%98%80", "/?q=%FF", "/?q=%ED%9F%BF", "/?q=((("],
)
def test_addresses_that_are_unusual_text_are_answered(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("form", [{"text": "a\x00b"}, {"a\x00b": "text"}, {"text": ["ok", "\x00"]}])
@pytest.mark.parametrize("multipart", [True, False])
def test_forms_that_are_no_text_are_a_plain_400(client, form, multipart):
    if multipart:
        response = client.post("/", form)
    else:
        response = client.post(
            "/", urlencode(form, doseq=True), content_type="application/x-www-form-urlencoded"
        )
    assert response.status_code == 400


def test_an_ordinary_form_and_file_pass(client):
    assert (
        client.post("/", {"text": "日本 \U0001f600\r\n"}).content.decode() == "日本 \U0001f600\r\n"
    )
    file = SimpleUploadedFile("scan.pdf", b"%PDF \x00")
    assert client.post("/upload/", {"file": file}).content == b"True"


def test_a_json_body_is_left_to_its_view(client):
    sent = json.dumps({"text": "\x00"})
    assert client.post("/", sent, content_type="application/json").status_code == 200


def test_a_cookie_that_is_no_text_is_a_plain_400(client, settings):
    # The raw header: some Pythons refuse to write such a cookie themselves.
    cookie = f"{settings.SESSION_COOKIE_NAME}=\x00" + "a" * 31
    assert client.get("/machinery/", HTTP_COOKIE=cookie).status_code == 400


def test_a_form_above_the_limit_is_a_413(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert client.post("/", {"text": "x" * 2000}).status_code == 413


def test_a_sender_that_goes_away_is_a_400():
    class Gone(RequestFactory().get("/").__class__):
        POST = property(lambda self: (_ for _ in ()).throw(UnreadablePostError("gone")))

    request = Gone(RequestFactory().post("/").environ)
    assert HostileInput(None).process_view(request, None, (), {}).status_code == 400


@pytest.mark.parametrize("address", ["/data-error/", "/too-big/", "/no-text/"])
def test_what_only_the_database_refuses_is_a_400_and_counted(client, caplog, address):
    with caplog.at_level(logging.ERROR, logger="trust"):
        assert client.get(address).status_code == 400
        assert client.get(address).status_code == 400
    ours = [record for record in caplog.records if record.name.startswith("trust")]
    first, second = (record.args[2] for record in ours)
    assert second == first + 1
    assert "canary" not in caplog.text


@pytest.mark.postgres
def test_a_nul_that_reaches_postgresql_is_a_400(client):
    assert client.get("/find/").status_code == 400


def test_other_errors_stay_errors(client):
    assert client.get("/broken/x/").status_code == 500
