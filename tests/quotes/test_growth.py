"""The desk's pages ask as often for many cases as for few (their time: `make drill`)."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quotes import actions
from quotes.desk.filters import FILTERS
from quotes.models import QuoteRequest
from tests.quotes.factories import answered, confirmed, fresh_answer, recipients, sent

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
MOST_QUERIES = 15
PAGES = [f"/admin/quotes/queue/?show={name}" for name in FILTERS] + ["/admin/"]


def grow(by) -> None:
    """One more case for each view of the list."""
    confirmed()
    sent()
    asked = sent()
    actions.reply(request=asked, text="And the hotel?", key=asked.pk)
    declined = sent()
    actions.decline_to_answer(recipient=recipients(declined)[0], reason="other")
    actions.choose_answer(answer=fresh_answer(answered()), name="A. Sample", contact="a@b.example")
    QuoteRequest.objects.update(assignee=by)


def queries(client, path: str) -> list[str]:
    client.get(path)
    cache.clear()
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    # Outside a test these are BEGIN and COMMIT.
    around = ("SAVEPOINT", "RELEASE SAVEPOINT")
    found = [query["sql"] for query in caught.captured_queries]
    return [sql for sql in found if not sql.startswith(around)]


@pytest.mark.parametrize("path", PAGES)
def test_a_desk_page_asks_no_more_for_more_cases(path, staff_client):
    client = staff_client("quote coordinator")
    grow(client.user)
    before = queries(client, path)
    grow(client.user)
    grow(client.user)
    after = queries(client, path)
    shown = "\n".join(after)
    assert len(before) == len(after), shown
    assert len(after) <= MOST_QUERIES, shown


def test_a_case_asks_no_more_for_a_longer_one(staff_client):
    client = staff_client("quote coordinator")
    case = answered()
    path = f"/admin/quotes/case/{case.pk}/"
    before = queries(client, path)
    for number in range(5):
        actions.reply(request=case, text=f"Question {number}", key=case.pk)
    after = queries(client, path)
    assert len(before) == len(after) <= MOST_QUERIES, "\n".join(after)
