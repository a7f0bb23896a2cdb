"""Amounts in other currencies: rounded, dated, hidden once the packaged table is old."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from currency_converter import CurrencyConverter
from django.utils import translation

from clinics import currencies
from clinics.currencies import CURRENCIES, Rates, about, asked, choices, rates
from tests.factories import PriceSheetFactory

NOON = datetime.time(3, tzinfo=datetime.UTC)  # in Tokyo


def on_day(days: int):
    """Freeze the clock so many days after the packaged table."""
    day = rates().on + datetime.timedelta(days=days)
    return time_machine.travel(datetime.datetime.combine(day, NOON), tick=False)


@pytest.fixture
def round_rates(monkeypatch):
    """1 US$ = 100 yen, 1 € = 160 yen, on 30 Oct 2026."""
    table = Rates(datetime.date(2026, 10, 30), {"USD": Decimal("0.01"), "EUR": Decimal("0.00625")})
    monkeypatch.setattr(currencies, "rates", lambda: table)
    with time_machine.travel("2026-11-10T03:00Z", tick=False):
        yield


def test_rates_are_those_of_the_full_table():
    full = CurrencyConverter()
    for code in CURRENCIES:
        expected = full.convert(1_000_000, "JPY", code, date=rates().on)
        assert float(rates().per_yen[code]) * 1_000_000 == pytest.approx(expected), code


def test_the_table_is_read_once():
    assert rates() is rates()


@pytest.mark.parametrize(
    ("low", "high", "code", "expected"),
    [
        (1_587_340, 1_587_340, "USD", "about US$15,900 (ECB rate of 30 Oct 2026)"),
        (2_420_000, 2_420_000, "USD", "about US$24,000 (ECB rate of 30 Oct 2026)"),
        (2_420_000, 3_960_000, "USD", "about US$24,000–40,000 (ECB rate of 30 Oct 2026)"),
        (2_420_000, 2_440_000, "USD", "about US$24,200–24,400 (ECB rate of 30 Oct 2026)"),
        (9_990, 9_990, "USD", "about US$100 (ECB rate of 30 Oct 2026)"),
        (160, 160, "EUR", "about €1 (ECB rate of 30 Oct 2026)"),
        (120, 120, "EUR", "about €0.75 (ECB rate of 30 Oct 2026)"),
        (0, 0, "USD", ""),
        (1, 1, "XXX", ""),
    ],
)
def test_about_is_rounded_and_dated(round_rates, low, high, code, expected):
    assert about(low, high, code) == expected


def test_rounding_is_never_off_by_more_than_a_fortieth(round_rates):
    for yen in range(10_000, 10_000_000, 7_919):
        shown = int(about(yen, yen, "USD").split()[1].removeprefix("US$").replace(",", ""))
        assert abs(shown - yen / 100) <= yen / 100 / 40


def test_japanese_words(round_rates):
    with translation.override("ja"):
        assert "2026年10月30日" in about(2_420_000, 2_420_000, "USD")


@pytest.mark.parametrize(("days", "shown"), [(0, True), (30, True), (31, False)])
def test_hidden_when_the_table_is_older_than_thirty_days(days, shown):
    with on_day(days):
        assert bool(about(2_420_000, 2_420_000, "USD")) is shown
        assert bool(choices()) is shown
        assert bool(asked("USD").code) is shown
        assert bool(asked("USD").told) is not shown


def test_the_setting_decides_when_it_is_old(settings):
    settings.CURRENCY_STALE_DAYS = 5
    with on_day(6):
        assert choices() == []
        assert "5 days" in asked("USD").told


@pytest.mark.parametrize("text", ["", " ", "XXX", "JPY", "<b>", "usd" * 900, "١"])
def test_any_text_may_be_asked_for(text):
    assert asked(text).code == ""
    assert bool(asked(text).told) is bool(text.strip())


@pytest.mark.django_db
def test_the_clinic_page_shows_and_offers_it(client):
    sheet = PriceSheetFactory()
    address = f"/clinics/{sheet.treatment.clinic.slug}/"
    with on_day(3):
        plain, chosen = client.get(address).text, client.get(f"{address}?currency=usd").text
        assert 'name="currency"' in plain
        assert "about US$" not in plain
        assert about(sheet.jpy_min, sheet.jpy_max, "USD") in chosen
        assert '<option value="USD" selected>' in chosen
    with on_day(40):
        old = client.get(f"{address}?currency=usd").text
    assert "about US$" not in old
    assert 'name="currency"' not in old


@pytest.mark.django_db
def test_results_do_not_know_currencies(client):
    PriceSheetFactory()
    plain, chosen = client.get("/clinics/"), client.get("/clinics/?currency=USD")
    cards = [
        [card.name for block in page.context["results"].blocks for card in block.cards]
        for page in (plain, chosen)
    ]
    assert cards[0] == cards[1] != []
    assert "about US$" not in chosen.text
