"""A page nobody checked: a banner the day after, out of index, sitemap and search after 90 days."""

import datetime

import pytest

from guides import loader, search
from tests.guides.writing import write

pytestmark = pytest.mark.django_db
CHECK = datetime.date(2027, 5, 22)  # of tests.guides.writing


@pytest.fixture
def on(tmp_path, monkeypatch, time_machine, client):
    """Return a function: on a Tokyo day, what the site shows of the only guide."""
    for language in ("en", "ja"):
        write(tmp_path, "Uncommonword here [s1].\n", language=language)
    monkeypatch.setattr(loader, "CONTENT", tmp_path)

    def look(days_after_check: int) -> tuple[bool, bool, bool, bool]:
        day = CHECK + datetime.timedelta(days=days_after_check)
        time_machine.move_to(datetime.datetime.combine(day, datetime.time(3), datetime.UTC))
        page = client.get("/guides/a-page/").content.decode()
        return (
            "This page is due for a check" in page,
            "/guides/a-page/" in client.get("/guides/").content.decode(),
            "/guides/a-page/" in client.get("/sitemap-guides.xml").content.decode(),
            bool(search.find("uncommonword")) and 'content="noindex"' not in page,
        )

    return look


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (0, (False, True, True, True)),
        (1, (True, True, True, True)),
        (90, (True, True, True, True)),
        (91, (True, False, False, False)),
    ],
)
def test_by_the_tokyo_date(on, days, shown):
    assert on(days) == shown
