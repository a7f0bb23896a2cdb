"""Price sheets: never zero, one open sheet, readable parts."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clinics import actions
from clinics.models import PriceSheet
from tests.factories import PriceSheetFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"jpy_min": 0}, {"total_min": 0}, {"jpy_max": 1}, {"valid_to": datetime.date(2020, 1, 1)}],
)
def test_database_refuses_impossible_prices(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceSheetFactory(**wrong)


def test_two_open_sheets_are_refused():
    sheet = PriceSheetFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceSheetFactory(treatment=sheet.treatment)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("extras", ["x"]),
        ("extras", [["a", "b", "c"]]),
        ("extras", [["a", "b", 0]]),
        ("extras", {"a": 1}),
        ("includes", ["gold"]),
        ("includes", 5),
    ],
)
def test_parts_that_no_page_could_show_are_refused(field, value):
    sheet = PriceSheetFactory.build(treatment=PriceSheetFactory().treatment, **{field: value})
    with pytest.raises(ValidationError) as caught:
        sheet.clean_fields()
    assert field in caught.value.message_dict


def test_good_parts_are_accepted_and_shown():
    sheet = PriceSheetFactory(extras=[["First visit", "初診料", 11_000]], includes=["doses"])
    sheet.clean_fields(exclude=["treatment"])
    assert sheet.extra_lines == [{"label": "First visit", "jpy": 11_000}]
    assert sheet.include_labels == ["the doses"]


def test_a_new_sheet_ends_the_one_before():
    old = PriceSheetFactory()
    values = {"jpy_min": 5, "jpy_max": 6, "total_min": 7, "total_max": 8, "basis": "dose"}
    new = actions.set_price(treatment=old.treatment, valid_from=DAY, **values)
    old.refresh_from_db()
    assert old.valid_to == DAY - datetime.timedelta(days=1)
    assert list(PriceSheet.objects.current(DAY)) == [new]
    assert list(PriceSheet.objects.current(old.valid_to)) == [old]


def test_a_sheet_of_the_same_day_replaces():
    old = PriceSheetFactory(valid_from=DAY)
    values = {"jpy_min": 5, "jpy_max": 6, "total_min": 7, "total_max": 8, "basis": "dose"}
    actions.set_price(treatment=old.treatment, valid_from=DAY, **values)
    assert PriceSheet.objects.get().jpy_min == 5
