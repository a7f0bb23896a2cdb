"""Numbers as clinics publish them: tests/data/asrm_numbers.csv, read in September 2026."""

import csv
from datetime import date
from pathlib import Path

import pytest

from clinics.asrm.numbers import (
    Number,
    NumberError,
    find_numbers,
    format_plate,
    near_misses,
    normalise,
    parse,
)

TODAY = date(2026, 9, 20)
# In the file "\n" stands for a line break inside a cell.
PUBLISHED = [
    {**row, "as_written": row["as_written"].replace("\\n", "\n")}
    for row in csv.DictReader(
        (Path(__file__).parents[2] / "data" / "asrm_numbers.csv").open(encoding="utf-8")
    )
]
CLASSES = {"I": "1", "II": "2", "III": "3"}
KINDS = {
    "plan": ("plan", None),
    "facility": ("facility", None),
    "committee": ("committee", False),
    "committee_special": ("committee", True),
    "research_plan_jrct": ("research_plan", None),
}


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["number"])
def test_published_number_is_found_and_decoded_as_its_page_states(row):
    found = {str(number): number for number in find_numbers(row["as_written"], TODAY)}
    number = found[row["number"]]
    assert (number.kind, number.special) == KINDS[row["kind"]]
    assert number.bureau == row["bureau_digit"]
    if row["class"]:
        assert number.asrm_class == CLASSES[row["class"]]
    assert number.notes == ()
    assert row["as_written"][number.start : number.end] == number.as_written


def test_published_file_is_whole():
    assert len(PUBLISHED) == 40


def test_plan_number_says_class_bureau_year_and_serial():
    number = parse("PB3170022", TODAY)
    assert (number.kind, number.prefix, number.asrm_class) == ("plan", "PB", "2")
    assert (number.bureau, number.year, number.fiscal, number.serial) == ("3", 2017, False, "0022")
    assert number.base_kind == "plan"


def test_research_number_keeps_its_spelling_and_has_a_fiscal_year():
    number = parse("JRCTB032220282", TODAY)
    assert str(number) == f"{number}" == "jRCTb032220282"
    assert (number.bureau, number.year, number.fiscal, number.asrm_class) == ("3", 2022, True, "2")


@pytest.mark.parametrize(
    ("text", "track"),
    [("FA3150001", "licensed"), ("FB8150001", "foreign"), ("FC3140025", "notified")],
)
def test_facility_number_says_its_track_and_has_no_class(text, track):
    number = parse(text, TODAY)
    assert (number.kind, number.track, number.asrm_class) == ("facility", track, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("計画番号:\nPC3150325\n受理日時:\n平成26年11月20日", ["PC3150325"]),
        (
            "(第二種・計画番号PB3230079)(第二種・計画番号PB3230085)",
            ["PB3230079", "PB3230085"],
        ),
        (
            "(厚生労働省受理:再生医療等提供計画番号PC3150092, PC3180250,及び施設番号 FC3140025)",
            ["PC3150092", "PC3180250", "FC3140025"],
        ),
        (
            "第三種再生医療等提供計画番号:PC5200028(治療)、PC5200029(予防)",
            ["PC5200028", "PC5200029"],
        ),
        (
            "第二種再生医療等提供計画番号\nPB3170022(脳血管障害治療)\n■細胞加工施設届出番号 FC3170010",
            ["PB3170022", "FC3170010"],
        ),
        ("提供計画番号:PC4230007として", ["PC4230007"]),
        ("PB5150008(2015.11.16~)", ["PB5150008"]),
        ("JSCSF再生医療等委員会　NA8230002", ["NA8230002"]),
        ("'FC' + '3140025'", []),
        ("計画番号を取得した", []),
    ],
)
def test_spellings_found_in_the_wild_are_read(text, expected):
    assert [str(number) for number in find_numbers(text, TODAY)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "ＰＢ３１７００２２", "ｐｂ３１７００２２", "pb3170022", "PB-3170022", "PB3-17-0022",
        "PB 3 17 0022", "P B 3 1 7 0 0 2 2", "PB　3170022", "PB.3170022", "PB3.17.0022",
        "PBー3170022", "PB‐3170022", "PB–3170022", "PB—3170022", "PB−3170022", "PBｰ3170022",
        "PB・3170022", "PB\u00a03170022", "PB\u200b3170022", "\ufeffPB3170022", "（PB3170022）",
        "「PB3170022」", " PB3170022\n",
    ],
)  # fmt: skip
def test_every_spelling_of_one_number_is_the_same_number(text):
    assert parse(text, TODAY) == parse("PB3170022", TODAY)
    assert str(parse(text, TODAY)) == "PB3170022"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PB317002", "digit_count"),
        ("PB31700222", "digit_count"),
        ("PB3-170-0225", "digit_count"),
        ("PB3-17-0022 5", "digit_count"),
        ("PD3170022", "unknown_prefix"),
        ("NC3170022", "unknown_prefix"),
        ("PB317OO22", "letter_for_digit"),
        ("PB3170022O", "letter_for_digit"),
        ("PBl170022", "letter_for_digit"),
        ("PB0170022", "no_bureau"),
        ("jRCTb000190134", "no_bureau"),
        ("jRCTb090190134", "no_bureau"),
        ("jRCTs031190134", "other_trial"),
        ("jRCT2031190134", "other_trial"),
        ("jRCTb03019013", "digit_count"),
        ("jRCTbO30190134", "letter_for_digit"),
        ("XPB3170022", "glued"),
        ("5PB3170022", "glued"),
        ("éPB3170022", "glued"),
        ("PB3170022٣", "glued"),
        ("jRCTb030190134٣", "glued"),
    ],
)
def test_near_miss_is_not_a_number_and_says_why(text, code):
    assert find_numbers(text, TODAY) == []
    assert [miss.code for miss in near_misses(text)] == [code]
    miss = near_misses(text)[0]
    assert text[miss.start : miss.end] == miss.as_written
    with pytest.raises(NumberError) as caught:
        parse(text, TODAY)
    assert caught.value.code == code
    assert caught.value.en == str(caught.value)
    assert caught.value.ja


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"), ("　\n", "empty"), ("hello", "not_a_number"), ("PB", "not_a_number"),
        ("PB3170022 PB3170023", "several"), ("number PB3170022", "extra_text"),
        ("PB3170022" + " " * 200, "too_long"), ("\x00", "not_a_number"),
        ("\ud800", "not_a_number"), ("PB\n3170022", "not_a_number"),
    ],
)  # fmt: skip
def test_parse_refuses_what_is_not_exactly_one_number(text, code):
    with pytest.raises(NumberError) as caught:
        parse(text, TODAY)
    assert caught.value.code == code


def test_numbers_beside_other_signs_are_still_found():
    text = "①PC3150092② pc3180250円 2020年PB5150008IV、PB5160012 2016.8.3"
    assert [str(n) for n in find_numbers(text, TODAY)] == [
        "PC3150092", "PC3180250", "PB5150008", "PB5160012"
    ]  # fmt: skip


def test_real_number_is_no_near_miss():
    text = "PB3170022 and PB317002"
    assert [miss.as_written for miss in near_misses(text)] == ["PB317002"]


@pytest.mark.parametrize(
    ("text", "today", "codes"),
    [
        ("PB9170022", TODAY, ["sample_number"]),
        ("PB9990000", TODAY, ["sample_number"]),
        ("PB3130022", TODAY, ["year_before_law"]),
        ("PB3270022", TODAY, ["year_in_future"]),
        ("PB3270022", date(2027, 1, 1), []),
        ("jRCTb030260001", date(2026, 3, 31), ["year_in_future"]),
        ("jRCTb030260001", date(2026, 4, 1), []),
        ("PB3170000", TODAY, ["serial_zero"]),
        ("PB8170022", TODAY, ["plan_at_ministry"]),
        ("PC8170022", TODAY, ["plan_at_ministry"]),
        ("PA8170022", TODAY, ["prefix_unseen"]),
        ("NB8170022", TODAY, ["committee_at_ministry"]),
        ("NA3170022", TODAY, ["special_committee_at_bureau"]),
        ("PB8130000", TODAY, ["year_before_law", "serial_zero", "plan_at_ministry"]),
    ],
)
def test_odd_number_carries_notes_in_both_languages(text, today, codes):
    notes = parse(text, today).notes
    assert [note.code for note in notes] == codes
    assert all(note.en and note.ja for note in notes)


def test_today_is_taken_when_no_day_is_given():
    assert [note.code for note in parse("PB3990001").notes] == ["year_in_future"]


def test_sample_number_is_of_kind_sample_and_knows_what_it_stands_for():
    number = parse("PB9250001", TODAY)
    assert (number.kind, number.base_kind, number.asrm_class) == ("sample", "plan", "2")


def test_equality_is_by_what_is_written_canonically():
    first, second = find_numbers("PB3170022 pb-3170022", TODAY)
    assert first == second
    assert len({first, second}) == 1
    assert isinstance(first, Number)


def test_parse_keeps_the_place_in_the_text_given():
    number = parse(" (PB3170022)", TODAY)
    assert (number.start, number.end) == (2, 11)


def test_plate_of_a_plan_reads_from_left_to_right():
    pieces = format_plate(parse("PB3170022", TODAY))
    assert [(piece.text, piece.label_en) for piece in pieces] == [
        ("PB", "Plan · Class II"),
        ("3", "Kanto-Shin'etsu"),
        ("17", "2017 (year in number)"),
        ("0022", "Serial number"),
    ]
    assert pieces[1].label_ja == "関東信越厚生局"


def test_plate_of_research_admits_the_digit_nobody_explained():
    pieces = format_plate(parse("jRCTb042250113", TODAY))
    assert [piece.text for piece in pieces] == ["jRCTb", "04", "2", "25", "0113"]
    assert pieces[2].label_en == "Meaning not published"
    assert pieces[3].label_ja == "2025年度"


def test_plate_of_a_sample_names_no_bureau():
    assert format_plate(parse("PC9250001", TODAY))[1].label_en == "Sample: no bureau"


def test_normalise_writes_plain_capitals():
    assert normalise(" ｐｂ３－１７ ００２２ ") == "PB3170022"
    assert normalise("") == ""
