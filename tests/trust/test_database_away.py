"""While the database is away: 503 with when to come again, and nothing typed is lost."""

import html
import re

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from tests.quotes.factories import make_treatment
from tests.quotes.pages import hidden, page_two
from trust.middleware.away import is_away
from trust.uploads import files

pytestmark = pytest.mark.django_db


class Away:
    """Every statement fails as one does when the server is gone."""

    def __init__(self, error: type[Exception] = OperationalError) -> None:
        self.error = error

    def __call__(self, execute, sql, params, many, context):
        raise self.error("server closed the connection, canary-1")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_page_says_when_to_come_again(client, error):
    with connection.execute_wrapper(Away(error)):
        response = client.get("/quotes/request/?treatment=1")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "no-store" in response["Cache-Control"]
    assert 'href="/quotes/request/?treatment=1"' in response.text
    assert "canary-1" not in response.text


def test_what_was_typed_can_be_sent_again():
    treatment = make_treatment()
    client = Client()
    page = page_two(client, treatment, message='Is "it" <dear>?\nOr not?').text
    data = {**hidden(page[: page.rindex("</main>")]), "send": "1", "keep": "on"}
    data[f"send_{treatment.clinic_id}"] = "on"
    data = {name: [html.unescape(one) for one in value] for name, value in data.items()}
    with connection.execute_wrapper(Away()):
        refused = client.post("/quotes/request/check/", data)
    assert refused.status_code == 503
    kept = hidden(refused.text[: refused.text.rindex("</main>")])
    kept = {name: [html.unescape(one) for one in value] for name, value in kept.items()}
    assert kept == {name: [*value] for name, value in data.items()}
    assert re.search(r'<form method="post" action="/quotes/request/check/"', refused.text)
    assert client.post("/quotes/request/check/", kept).status_code == 303


def test_no_password_is_written_into_the_page(client):
    typed = {"username": "mari", "password": "canary-2", "code": "canary-3"}
    with connection.execute_wrapper(Away()):
        response = client.post("/quotes/request/", typed | {"treatment": "1"})
    assert response.status_code == 503
    assert "mari" in response.text
    assert "canary" not in response.text


def test_programs_get_one_line_of_text(client):
    with connection.execute_wrapper(Away()):
        response = client.get("/api/v1/clinics/")
    assert response.status_code == 503
    assert response["Content-Type"].startswith("text/plain")


def test_a_mistake_of_ours_is_no_503():
    with pytest.raises(OperationalError if connection.vendor == "sqlite" else Exception) as caught:
        connection.cursor().execute("SELECT 1 FROM no_such_table")
    assert not is_away(caught.value)
    assert not is_away(ValueError("locked"))


def test_outside_a_view_it_is_503_too(staff_client):
    client = staff_client("quote coordinator")
    client.raise_request_exception = False
    with connection.execute_wrapper(Away()):
        response = client.get("/admin/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def test_another_error_stays_a_500(staff_client):
    client = staff_client("quote coordinator")
    client.raise_request_exception = False
    with connection.execute_wrapper(Away(ValueError)):
        response = client.get("/admin/")
    assert response.status_code == 500
    assert "Retry-After" not in response


def test_a_store_of_files_that_does_not_answer_is_a_pause_and_not_a_missing_file():
    name = files.put(b"a report", "one")
    with pytest.raises(files.StorageAway) as caught:
        files.get(name.split("/")[0], "one")  # a folder: the system refuses to read it
    assert is_away(caught.value)
    with pytest.raises(FileNotFoundError):
        files.get(f"{name}x", "one")
