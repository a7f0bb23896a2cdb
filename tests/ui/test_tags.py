from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context
from django.utils import translation

from ui.templatetags import kakunin

DAY = date(2026, 10, 3)


@pytest.mark.parametrize(
    ("value", "english", "japanese"),
    [
        (None, "", ""),
        (2_420_000, "¥2,420,000", "242万円"),
        (2_425_000, "¥2,425,000", "242.5万円"),
        (10_000, "¥10,000", "1万円"),
        (100_000_000, "¥100,000,000", "10,000万円"),
        (9_800, "¥9,800", "9,800円"),
    ],
)
def test_man_yen_counts_in_ten_thousands_only_in_japanese(value, english, japanese):
    assert kakunin.man_yen(value) == english
    with translation.override("ja"):
        assert kakunin.man_yen(value) == japanese


def test_yen_follows_the_language():
    assert kakunin.yen(2_420_000) == "¥2,420,000"
    with translation.override("ja"):
        assert kakunin.yen(2_420_000) == "2,420,000円"


def test_day_follows_the_language():
    assert kakunin.day(DAY) == "3 Oct 2026"
    assert kakunin.stamp_day(DAY) == "3 OCT 2026"
    with translation.override("ja"):
        assert kakunin.day(DAY) == "2026年10月3日"
        assert kakunin.stamp_day(DAY) == "2026.10.3"


def test_day_of_a_moment_is_the_day_in_tokyo():
    assert kakunin.day(datetime(2026, 10, 2, 15, 30, tzinfo=UTC)) == "3 Oct 2026"


@pytest.mark.parametrize("text", [kakunin.day, kakunin.stamp_day, kakunin.iso_day])
def test_no_day_is_no_text(text):
    assert text(None) == ""


def test_language_url_keeps_page_and_query(rf):
    context = Context({"request": rf.get("/clinics/?q=%E8%86%9D&class=2&class=3")})
    assert kakunin.language_url(context, "ja") == "/ja/clinics/?q=%E8%86%9D&class=2&class=3"
    with translation.override("ja"):
        context = Context({"request": rf.get("/ja/clinics/?q=knee")})
        assert kakunin.language_url(context, "en") == "/clinics/?q=knee"


def test_language_url_without_a_request_is_the_front_page():
    assert kakunin.language_url(Context(), "ja") == "/ja/"
    assert kakunin.language_url(Context(), "en") == "/"


def test_page_query_changes_one_key_and_drops_none(rf):
    context = Context({"request": rf.get("/clinics/?q=knee&class=2&class=3&page=4")})
    assert kakunin.page_query(context, page=5) == "?q=knee&class=2&class=3&page=5"
    assert kakunin.page_query(context, page=None) == "?q=knee&class=2&class=3"


def test_page_numbers_mark_gaps():
    paginator = Paginator(range(400), 20)
    assert kakunin.page_numbers(paginator, 10) == [1, None, 9, 10, 11, None, 20]


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (9, 1), (10, 2), (50, 3), (999, 4)])
def test_shade_darkens_with_the_count(count, step):
    assert kakunin.shade(count) == step
