"""Price sheets: never zero, one open sheet, readable parts."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinics import actions
from clinics.models import PriceSheet
from tests.clinics.helpers import check_form
from tests.factories import PriceSheetFactory, TreatmentFactory

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


def price(amount, start, **values):
    amounts = dict.fromkeys(("jpy_min", "jpy_max", "total_min", "total_max"), amount)
    return amounts | {"basis": "dose", "valid_from": start} | values


def days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


def test_a_sheet_with_a_last_day_still_to_come_is_ended_too():
    old = PriceSheetFactory(valid_to=days(100))
    new = actions.set_price(treatment=old.treatment, **price(900_000, days(0)))
    assert list(old.treatment.prices.current()) == [new]
    assert list(old.treatment.prices.current(days(50))) == [new]
    old.refresh_from_db()
    assert old.valid_to == days(-1)


def test_an_announced_price_stays_and_ends_the_new_one():
    old = PriceSheetFactory(valid_to=days(29))
    announced = PriceSheetFactory(treatment=old.treatment, valid_from=days(30))
    new = actions.set_price(treatment=old.treatment, **price(900_000, days(0)))
    prices = old.treatment.prices
    assert [list(prices.current(days(n))) for n in (0, 29, 30)] == [[new], [new], [announced]]


def test_a_price_announced_again_replaces_the_announced_one():
    old = PriceSheetFactory()
    actions.set_price(treatment=old.treatment, **price(900_000, days(30)))
    latest = actions.set_price(treatment=old.treatment, **price(800_000, days(30)))
    assert list(old.treatment.prices.current(days(30))) == [latest]
    assert list(old.treatment.prices.current(days(0))) == [old]


@pytest.fixture
def editor(staff_client):
    call_command("sync_roles", verbosity=0)
    return staff_client("listing editor")


@pytest.fixture
def sheet():
    return PriceSheetFactory(
        extras=[["First visit", "初診料", 11_000]], cells_per_dose=100_000_000,
        includes=["doses", "culture"], checked_on=datetime.date(2026, 2, 1),
    )  # fmt: skip


AMOUNTS = {f"price-{name}": 2_500_000 for name in ("jpy_min", "jpy_max", "total_min", "total_max")}


def post(editor, sheet, **changes):
    address = f"/admin/listings/{sheet.treatment_id}/"
    response = editor.post(address, check_form(editor, sheet.treatment) | changes)
    assert response.status_code == 302, response.context["price_form"].errors
    return sheet.treatment.prices.current().get()


def test_an_unchanged_price_keeps_its_first_day_and_is_checked_today(editor, sheet):
    stored = post(editor, sheet)
    assert stored.pk == sheet.pk
    assert stored.valid_from == sheet.valid_from
    assert (stored.checked_on, stored.checked_by) == (days(0), editor.user)
    assert stored.includes == ["doses", "culture"]


def test_a_changed_price_keeps_what_the_page_does_not_show(editor, sheet):
    new = post(editor, sheet, **AMOUNTS)
    assert new.pk != sheet.pk
    assert (new.extras, new.cells_per_dose) == (sheet.extras, sheet.cells_per_dose)
    assert new.jpy_min == 2_500_000


def test_a_changed_price_counts_from_the_day_it_was_seen(editor, sheet):
    """The day in the form is the old price's; history keeps what the old price was."""
    new = post(editor, sheet, **AMOUNTS, seen_on=days(-3).isoformat())
    assert new.valid_from == days(-3)
    sheet.refresh_from_db()
    assert (sheet.valid_from, sheet.valid_to) == (datetime.date(2026, 1, 1), days(-4))


def test_a_changed_price_counts_from_the_day_staff_typed(editor, sheet):
    new = post(editor, sheet, **AMOUNTS, **{"price-valid_from": "2026-06-01"})
    assert new.valid_from == datetime.date(2026, 6, 1)


def test_a_changed_price_keeps_the_last_day_the_page_does_not_show(editor, sheet):
    PriceSheet.objects.update(valid_to=days(10))
    assert post(editor, sheet, **AMOUNTS).valid_to == days(10)


def test_part_of_a_price_is_never_dropped_in_silence(editor):
    entry = TreatmentFactory()
    data = check_form(editor, entry) | {"url": "https://clinic.example.org/", "seen_on": days(0)}
    empty = editor.post(f"/admin/listings/{entry.pk}/", data)
    assert empty.status_code == 302
    response = editor.post(
        f"/admin/listings/{entry.pk}/", data | {"price-no_refund_after_en": "the first visit"}
    )
    assert "jpy_min" in response.context["price_form"].errors


@pytest.mark.parametrize("last_day", ["", "2026-12-31"])
def test_the_stock_page_refuses_two_prices_on_one_day(editor, sheet, last_day):
    data = {
        "treatment": sheet.treatment_id, "tax": "included", "basis": "dose", "doses": 1,
        "includes": "[]", "extras": "[]", "valid_from": "2026-06-01", "valid_to": last_day,
        "jpy_min": 5, "jpy_max": 5, "total_min": 5, "total_max": 5,
    }  # fmt: skip
    response = editor.post("/admin/clinics/pricesheet/add/", data)
    assert "valid_from" in response.context["adminform"].form.errors
    before = {"valid_from": "2025-01-01", "valid_to": "2025-12-31"}
    assert editor.post("/admin/clinics/pricesheet/add/", data | before).status_code == 302
