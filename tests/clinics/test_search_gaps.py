"""Searches without a result: counted by the values in use, by nothing else, and not for ever."""

import datetime
import threading

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.utils import timezone, translation

from clinics.filters import ClinicFilter
from clinics.gaps import actions, buffer, desk
from clinics.gaps.pairs import as_line
from clinics.models import SearchGap
from tests.factories import TreatmentFactory
from trust import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
EMPTY = "/clinics/?condition=knee_oa&prefecture=JP-01"
LINE = "condition=knee_oa&prefecture=JP-01"


@pytest.fixture(autouse=True)
def nothing_noted():
    buffer._noted.clear()
    yield
    buffer._noted.clear()


@pytest.fixture
def catalogue():
    return TreatmentFactory(checked=True)


def rows() -> list[tuple]:
    return list(SearchGap.objects.order_by("filters").values_list("filters", "count"))


def line(query: str) -> str:
    return as_line(ClinicFilter(QueryDict(query)).values)


# -- what is counted -----------------------------------------------------------------------


def test_a_search_without_a_result_is_counted_by_day(client, catalogue):
    for _twice in range(2):
        assert client.get(EMPTY).status_code == 200
    client.get("/ja" + EMPTY)
    gap = SearchGap.objects.get()
    assert (gap.day, gap.filters, gap.count) == (timezone.localdate(), LINE, 3)


def test_a_search_with_a_result_is_not_counted(client, catalogue):
    client.get("/clinics/?condition=t2d")
    assert rows() == []


def test_head_counts_like_get(client, catalogue):
    client.head(EMPTY)
    assert rows() == [(LINE, 1)]


def test_the_same_search_in_another_order_is_the_same():
    assert line("prefecture=JP-01&condition=knee_oa&page=3&sort=name") == LINE
    assert line("condition=knee_oa&condition=t2d") == line("condition=t2d&condition=knee_oa")


def test_typed_words_are_never_kept(client, catalogue):
    client.get("/clinics/?q=Taro+Yamada+HIV&condition=t2d")
    client.get("/clinics/?q=my+secret")
    assert rows() == [("condition=t2d&words=yes", 1), ("words=yes", 1)]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("price_max=1", "price_max=500000"),
        ("price_max=1234567", "price_max=2000000"),
        ("price_max=2000000", "price_max=2000000"),
        ("price_max=99999999", "price_max=more"),
        ("price_min=499999", "price_min=0"),
        ("price_min=1234567", "price_min=1000000"),
        ("visits=3", "visits=3"),
        ("visits=700", "visits=10"),
        ("no_order=1", "no_order=1"),
    ],
)
def test_amounts_are_kept_as_bands(query, kept):
    assert line(query) == kept


@pytest.mark.parametrize(
    "query",
    ["", "condition=<script>", "utm_source=x", "city=JP-13%3ANowhere", "sort=name", "page=2",
     "&".join(f"prefecture=JP-{n:02}" for n in range(1, 11))],
)  # fmt: skip
def test_unknown_or_endless_values_are_not_counted(query):
    assert line(query) == ""


def test_only_the_known_values_of_a_search_are_counted():
    assert line("condition=knee_oa&condition=mine&name=Taro") == "condition=knee_oa"


def test_the_longest_search_fits_the_column():
    names = [f"x{n}" * 20 for n in range(8)]
    assert as_line({"city": names}) == "" or len(as_line({"city": names})) <= 300
    assert SearchGap._meta.get_field("filters").max_length == 300


# -- how it is written ---------------------------------------------------------------------


def test_the_page_itself_writes_nothing(client, catalogue, monkeypatch):
    """The row comes after the answer: the guard against writing on GET stays awake."""
    monkeypatch.setattr(buffer, "_writing", threading.Lock())
    with buffer._writing:  # somebody else writes: this visitor must not wait
        assert client.get(EMPTY).status_code == 200
    assert rows() == []
    client.get("/about/order/")
    assert rows() == [(LINE, 1)]


def test_memory_holds_a_limited_number():
    for n in range(buffer.MOST_NOTED + 50):
        buffer.note_gap(type("Asked", (), {"values": {"condition": [f"c{n}"]}}))
    assert len(buffer._noted) == buffer.MOST_NOTED


def test_a_day_has_a_limited_number_of_rows(monkeypatch):
    monkeypatch.setattr(actions, "MOST_ROWS_A_DAY", 3)
    today = datetime.date(2026, 11, 23)
    counted = [actions.count_gap(day=today, filters=f"city={n}") for n in range(5)]
    assert counted == [True, True, True, False, False]
    assert actions.count_gap(day=today, filters="city=0"), "what has a row goes on counting"
    assert actions.count_gap(day=today + datetime.timedelta(days=1), filters="city=9")
    assert SearchGap.objects.count() == 4


def test_a_kept_page_counts_once(client, catalogue, settings):
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    for _again in range(3):
        client.get(EMPTY)
    caches["pages"].clear()
    assert rows() == [(LINE, 1)]


def test_a_refused_write_is_no_error_for_anybody(client, catalogue, monkeypatch, caplog):
    from django.db import OperationalError

    def locked(**_values):
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "count_gap", locked)
    assert client.get(EMPTY).status_code == 200
    assert "not counted: OperationalError" in caplog.text
    assert "knee_oa" not in caplog.text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_counts_of_many_workers_add_up():
    day, wrong = datetime.date(2026, 11, 23), []
    gate = threading.Barrier(8)

    def work():
        try:
            gate.wait(10)
            for n in range(10):
                assert actions.count_gap(day=day, filters=f"condition=c{n % 3}")
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []
    assert rows() == [("condition=c0", 32), ("condition=c1", 24), ("condition=c2", 24)]


# -- what staff see, and for how long ------------------------------------------------------


def count(filters: str, number: int, *, days_ago: int = 0) -> None:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    actions.count_gap(day=day, filters=filters, count=number)


def test_rare_searches_are_not_shown(settings):
    count(LINE, 3, days_ago=29)
    count(LINE, 2)
    count("condition=t2d", 4)
    count("condition=hair", 99, days_ago=30)
    assert [(gap.text, gap.count) for gap in desk.gaps()] == [
        ("Condition: Knee osteoarthritis · Place: Hokkaido", 5)
    ]
    settings.ZERO_RESULT_MIN = 4
    assert [gap.count for gap in desk.gaps()] == [5, 4]


def test_a_gap_is_told_in_words_and_leads_to_the_search():
    count("condition=knee_oa&price_max=1000000&visits=3&words=yes", 7)
    [gap] = desk.gaps()
    assert gap.text == (
        "Condition: Knee osteoarthritis · Most I can pay (JPY): ¥1,000,000 · "
        "Visits, at most: 3 · with words typed by the visitor"
    )
    assert gap.url == "/clinics/?condition=knee_oa&price_max=1000000&visits=3"


def test_a_gap_above_all_bands_is_told_too():
    count("price_max=more", 5)
    [gap] = desk.gaps()
    assert (gap.text, gap.url) == ("Most I can pay (JPY): any amount", "/clinics/?")


def test_a_filter_that_is_gone_is_told_as_it_was():
    count("former=thing", 5)
    assert desk.gaps()[0].text == "former: thing"


def test_todays_page_shows_them_to_listing_editors_only(staff_client):
    count(LINE, 1234)
    page = staff_client("listing editor").get("/admin/").text
    assert "Searches with no result" in page
    assert "Knee osteoarthritis · Place: Hokkaido</a>: 1,234" in page
    assert "Searches with no result" not in staff_client("quote coordinator").get("/admin/").text


def test_today_needs_the_same_queries_however_many_there_are(staff_client, assert_same_queries):
    count(LINE, 9)

    def grow():
        for n in range(1, 40):
            count(f"condition=t2d&prefecture=JP-{n:02}", 9)

    assert_same_queries("/admin/", grow, as_client=staff_client("listing editor"))


def test_japanese_staff_read_japanese():
    count(LINE, 5)
    with translation.override("ja"):
        assert "北海道" in desk.gaps()[0].text


def test_counts_are_forgotten_after_90_days():
    count("condition=a", 1, days_ago=91)
    count("condition=b", 1, days_ago=90)
    assert actions.forget_gaps() == 1
    assert rows() == [("condition=b", 1)]


def test_the_worker_forgets_each_night():
    assert "searches without a result: forget" in jobs._jobs


def test_the_day_is_that_of_tokyo(client, catalogue):
    with time_machine.travel(datetime.datetime(2026, 11, 23, 15, 30, tzinfo=datetime.UTC)):
        client.get(EMPTY)
    assert SearchGap.objects.get().day == datetime.date(2026, 11, 24)
