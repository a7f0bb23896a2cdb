"""How well the triage does on labelled texts (tests/data/review_texts.md), and what it promises."""

import csv
import hashlib
import io
import json
import time
from math import sqrt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from reviews.triage import find_flags
from reviews.triage.labels import LABELS, NO_BREACH
from reviews.triage.rules import RULES

DATA = Path("tests/data")


def labelled(part: str) -> list[dict[str, str]]:
    name = f"review_texts_{part}.csv" if part.startswith("fresh") else "review_texts.csv"
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row.get("part", part) == part]


def interval(hits: int, n: int) -> str:
    """The share with its 95 % Wilson interval."""
    z, share = 1.96, hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{share:.3f} [{max(0, middle - half):.3f}–{min(1, middle + half):.3f}] n={n}"


def codes(text: str) -> set[str]:
    return {flag.code for flag in find_flags(text)}


@pytest.mark.parametrize("part", ["open", "frozen", "fresh", "fresh2"])
def test_flags_are_those_people_expect(part, record_property):
    pairs = [0, 0]
    breaking = [0, 0]
    alarms = [0, 0]
    for row in labelled(part):
        expected, found = set(row["flags"].split()), codes(row["text"])
        pairs[0] += len(expected & found)
        pairs[1] += len(expected)
        counted = breaking if expected - NO_BREACH else alarms
        counted[0] += bool(found - NO_BREACH)
        counted[1] += 1
        missed, alarm = expected - found, not expected - NO_BREACH and found - NO_BREACH
        if missed:
            record_property("figure", f"triage {part:6} missed {row['id']} {' '.join(missed)}")
        if alarm:
            record_property("figure", f"triage {part:6} false alarm {row['id']} {' '.join(alarm)}")
    record_property("figure", f"triage {part:6} recall, flags  {interval(*pairs)}")
    record_property("figure", f"triage {part:6} recall, texts  {interval(*breaking)}")
    record_property("figure", f"triage {part:6} false alarms   {interval(*alarms)}")
    assert pairs[0] / pairs[1] >= 0.85
    assert breaking[0] / breaking[1] >= 0.85
    assert alarms[0] / alarms[1] <= 0.15


def test_the_frozen_third_was_drawn_by_the_hash_of_the_id():
    rows = labelled("open") + labelled("frozen")
    ids = sorted((row["id"] for row in rows), key=lambda i: hashlib.sha256(i.encode()).hexdigest())
    assert len(rows) == 300
    assert {row["id"] for row in labelled("frozen")} == set(ids[::3])
    assert not {row["text"] for row in labelled("frozen")} & {
        row["text"] for row in labelled("open")
    }


def test_every_flag_has_a_label():
    assert set(LABELS) == {*RULES, "off_topic"}
    assert {code for row in labelled("open") for code in row["flags"].split()} == set(LABELS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mail: ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ !", "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ"),
        ("ﾋｻﾞ ﾉ 件 LINE ID : ab_12345", "LINE ID : ab_12345"),
        ("see exam\u200bple dot com", "exam\u200bple dot com"),
    ],
)
def test_words_are_marked_as_they_were_written(text, words):
    spans = {span.words for flag in find_flags(text) for span in flag.spans}
    assert words in spans


@pytest.mark.parametrize(
    "text",
    [
        "No fever, no swelling and no infection after the drip at the clinic.",
        "Nobody at the clinic offered me a discount.",
        "I cannot say whether it worked, the doctor was kind.",
        "点滴のあと熱は出なかったです。",
        "効果があるかどうかはまだ分かりません。",
    ],
)
def test_what_did_not_happen_is_not_flagged(text):
    assert not codes(text)


def test_harm_behind_a_reassurance_is_not_lost():
    assert "complication" in codes("They said no fever is normal, but I had a fever all night.")
    assert "complication" in codes("感染のリスクは説明されましたが、実際に感染して入院しました。")


PIECES = [
    "Dr. ",
    "先生",
    "ﾊﾟ",
    "＠",
    " dot com",
    "０",
    "膝",
    "良くな",
    "\u200b",
    "\ud800",
    "\0",
    "!",
    "\n",
    "no ",
]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_read_and_spans_lie_in_it(text):
    for flag in find_flags(text):
        assert flag.spans
        for span in flag.spans:
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.words


@pytest.mark.parametrize("unit", ["a.", "no ", "0 ", "@a", "田", "の", "膝が良くな", "my knee is "])
def test_time_is_linear(unit):
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        begin = time.process_time()
        find_flags(text)
        return time.process_time() - begin

    seconds(1_000)
    assert min(seconds(40_000) for _ in range(2)) < 8 * max(0.05, seconds(10_000))


def run(path: Path) -> list[dict[str, object]]:
    out = io.StringIO()
    call_command("triage_texts", str(path), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_the_command_reads_tables(tmp_path, encoding):
    file = tmp_path / "texts.csv"
    file.write_bytes(
        "ID,Language,Text\n7,ja,膝の痛みが消えました。\n8,en,Fine staff.\n".encode(encoding)
    )
    first, second = run(file)
    assert first["id"] == "7"
    assert first["flags"][0]["code"] == "effect_claim"
    assert first["flags"][0]["spans"][0][2].startswith("膝の痛みが消え")
    assert second == {"id": "8", "flags": []}


def test_the_command_reads_lines(tmp_path):
    file = tmp_path / "texts.txt"
    file.write_text("Fine, quiet, on time.\n\n田中先生は親切でした。\n", encoding="utf-8")
    assert [(line["id"], len(line["flags"])) for line in run(file)] == [("1", 0), ("3", 1)]


@pytest.mark.parametrize("content", [b"id,words_of\n1,2\n", b"\x00\x01\x02", b"", b"\xff\xff\x81"])
def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path, content):
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        run(file)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path):
    with pytest.raises(CommandError):
        run(tmp_path / "none.csv")
