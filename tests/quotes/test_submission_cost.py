"""What one press of the send button costs the database (the CPU is measured by `make drill`)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quotes.models import QuoteRequest
from tests.quotes.factories import make_treatment
from tests.quotes.pages import hidden, page_two

MOST_STATEMENTS = 15
# Django writes these into its own list; they carry no work of their own.
AROUND = {"BEGIN", "BEGIN IMMEDIATE", "COMMIT"}


def press_send() -> list[str]:
    """Send a request about two treatments; return every statement of the last step."""
    treatments = [make_treatment(), make_treatment()]
    client = Client()
    html = page_two(client, *treatments).content.decode()
    data = {**hidden(html[: html.rindex("</main>")]), "send": "1", "keep": "on"}
    data |= {f"send_{item.clinic_id}": "on" for item in treatments}
    with CaptureQueriesContext(connection) as caught:
        assert client.post("/quotes/request/check/", data).status_code == 303
    return [query["sql"] for query in caught.captured_queries]


@pytest.mark.django_db(transaction=True)
def test_a_submission_is_one_commit_and_few_statements():
    statements = press_send()
    assert QuoteRequest.objects.count() == 1
    shown = "\n".join(statement[:110] for statement in statements)
    assert statements.count("COMMIT") == 1, shown
    assert len([one for one in statements if one not in AROUND]) <= MOST_STATEMENTS, shown
