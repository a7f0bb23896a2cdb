import pytest

from clinics.asrm.bureaus import (
    BUREAUS,
    PREFECTURES,
    bureau_agrees,
    bureau_of_letter,
    prefecture_of,
    prefectures_of,
    region_of,
)
from clinics.asrm.numbers import parse


def test_47_prefectures_in_seven_bureaus():
    assert list(PREFECTURES) == [f"JP-{place:02d}" for place in range(1, 48)]
    assert [len(prefectures_of(str(digit))) for digit in range(1, 8)] == [1, 6, 10, 6, 7, 9, 8]
    assert "".join(BUREAUS[str(digit)].letter for digit in range(1, 8)) == "ABCDEFG"
    assert prefectures_of("8") == ()


@pytest.mark.parametrize(
    ("iso", "en", "digit"),
    [
        ("JP-13", "Tokyo", "3"), ("JP-18", "Fukui", "5"), ("JP-15", "Niigata", "3"),
        ("JP-20", "Nagano", "3"), ("JP-24", "Mie", "4"), ("JP-37", "Kagawa", "6"),
        ("JP-39", "Kochi", "6"), ("JP-47", "Okinawa", "7"), ("JP-01", "Hokkaido", "1"),
    ],
)  # fmt: skip
def test_prefectures_that_are_easily_mistaken(iso, en, digit):
    assert PREFECTURES[iso].en == en
    assert region_of(iso) == digit


def test_unknown_codes_have_no_region():
    assert region_of("JP-48") == region_of("") == ""
    assert prefectures_of("0") == ()


def test_list_letter_names_its_bureau():
    assert bureau_of_letter("g") == BUREAUS["7"]
    assert bureau_of_letter("") is None
    assert bureau_of_letter("H") is None


@pytest.mark.parametrize(
    ("address", "iso"),
    [
        ("東京都港区赤坂2丁目", "JP-13"),
        ("神奈川県神奈川県伊勢原市", "JP-14"),
        ("〒810-0001 福岡県福岡市", "JP-40"),
        ("〒８１００００１　福岡県", "JP-40"),
        ("和歌山県", "JP-30"),
        ("鹿児島県", "JP-46"),
        ("北海道札幌市", "JP-01"),
        ("京都府京都市", "JP-26"),
        ("京都市中京区", None),
        ("港区赤坂", None),
        ("クリニック 東京都", None),
        ("", None),
        ("\ud800", None),
    ],
)
def test_prefecture_is_read_from_the_start_of_an_address_only(address, iso):
    assert prefecture_of(address) == iso


@pytest.mark.parametrize(
    ("text", "iso", "agrees"),
    [
        ("PB3170022", "JP-13", True),
        ("PC5170071", "JP-26", True),
        ("FC3170010", "JP-13", True),
        ("PB3170022", "JP-27", False),
        ("PB8170022", "JP-13", False),
        ("PA3170022", "JP-27", None),
        ("FA3170022", "JP-27", None),
        ("NA8150016", "JP-13", None),
        ("NB4150006", "JP-13", None),
        ("jRCTb030190134", "JP-27", None),
        ("PB9170022", "JP-13", None),
        ("PB3170022", "JP-99", None),
    ],
)
def test_bureau_is_compared_only_where_it_names_the_clinic(text, iso, agrees):
    assert bureau_agrees(parse(text), iso) is agrees
