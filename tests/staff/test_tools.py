"""The helpers that other apps build their staff pages with."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staff.reasons import ReasonForm
from staff.safe_export import csv_response, csv_text, safe_cell

CHOICES = [("spam", "Advertising"), ("other", "Another reason")]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+81 3",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        "　=1",
    ],
)
def test_text_that_could_run_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5, 3.5, Decimal("-1.20"), 0, "東京", "a=b", "", "2026-10-03"])
def test_numbers_and_plain_text_stay_as_they_are(value):
    assert safe_cell(value) == value


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_no_cell_starts_as_a_formula(text):
    cell = safe_cell(text)
    assert not cell.lstrip(" \u3000\u00a0\ufeff").startswith(tuple("=+-@＝＋－＠"))


def test_csv_is_logged_before_it_is_sent_and_reads_back():
    seen = []
    response = csv_response(
        filename="rows.csv",
        columns=["name", "price"],
        rows=[["=cmd()", -5], ['say "hi", now', None]],
        log=seen.append,
    )
    assert seen == [2]
    assert response["Content-Disposition"] == 'attachment; filename="rows.csv"'
    assert "no-store" in response["Cache-Control"]
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [["name", "price"], ["'=cmd()", "-5"], ['say "hi", now', ""]]


def test_csv_without_rows_has_its_head():
    text, count = csv_text(["a"], [])
    assert (text, count) == ("\ufeffa\r\n", 0)


def test_reason_is_taken_from_the_closed_list_only():
    assert ReasonForm({"reason": "spam"}, choices=CHOICES).is_valid()
    form = ReasonForm({"reason": "mood"}, choices=CHOICES)
    assert not form.is_valid()
    assert "reason" in form.errors
    assert not ReasonForm({}, choices=CHOICES).is_valid()


def test_another_reason_needs_words():
    form = ReasonForm({"reason": "other"}, choices=CHOICES)
    assert not form.is_valid()
    assert "note" in form.errors
    assert ReasonForm({"reason": "other", "note": "The clinic asked."}, choices=CHOICES).is_valid()
