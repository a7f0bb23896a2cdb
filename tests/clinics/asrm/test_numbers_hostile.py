"""Nothing typed or pasted can break the reader, and its time grows with the text only."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinics.asrm import advert, folding, titles
from clinics.asrm.numbers import find_numbers, format_plate, near_misses, normalise, parse

ANY_TEXT = st.text(st.characters(), max_size=300) | st.text("PBCjRT019-ー ０", max_size=60)
FILED = st.builds(
    "{}{}{:02d}{:04d}".format,
    st.sampled_from(["PA", "PB", "PC", "FA", "FB", "FC", "NA", "NB"]),
    st.integers(1, 9),
    st.integers(0, 99),
    st.integers(0, 9999),
)
RESEARCH = st.builds(
    "jRCT{}0{}{}{:02d}{:04d}".format,
    st.sampled_from("abc"),
    st.integers(1, 8),
    st.integers(0, 9),
    st.integers(0, 99),
    st.integers(0, 9999),
)


@given(FILED | RESEARCH)
def test_parse_of_the_written_number_is_the_number(text):
    number = parse(text)
    assert str(number) == text
    assert parse(str(number)) == number
    assert "".join(piece.text for piece in format_plate(number)) == text


@given(FILED | RESEARCH, st.sampled_from(["計画番号", "「", "(", "、", " ", "\n", ":"]))
def test_number_is_found_between_japanese_words(text, before):
    assert [str(n) for n in find_numbers(f"{before}{text}として")] == [text]


@given(ANY_TEXT)
def test_no_text_makes_a_reader_fail(text):
    for number in find_numbers(text):
        assert text[number.start : number.end] == number.as_written
        assert normalise(number.as_written) == normalise(str(number))
    for miss in near_misses(text):
        assert text[miss.start : miss.end] == miss.as_written
    for phrase in advert.find_phrases(text):
        assert text[phrase.start : phrase.end] == phrase.text
    reading = titles.read_title(text, "2")
    assert len(titles.render_title_en(reading)) <= 300


@given(ANY_TEXT)
def test_folding_is_total_stable_and_storable(text):
    folded = folding.fold(text)
    assert folding.fold(folded) == folded
    assert "\0" not in folded
    folded.encode("utf-8")


HOSTILE = [
    "PC3150092", "P", "P-B-", "PC-1", "JRCTB0", "1", "-", "PB317002", "PB-3-1-7-", "PD12345678OIL",
    "臍帯第二種", "厚生労働省", "best a b ", "approved ", "副作用", "exosome ", "自己", "細胞", " ", "\n",
    "\ud800", "\0", "関節内", "ＰＢ３１７００２２ ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
@pytest.mark.parametrize(
    "reader",
    [find_numbers, near_misses, advert.find_phrases, titles.read_title],
    ids=lambda reader: reader.__name__,
)
def test_200_kb_of_hostile_text_takes_less_than_a_second(reader, piece):
    text = (piece * (200_000 // len(piece.encode("utf-8", "surrogatepass")) + 1))[:200_000]
    started = time.process_time()
    reader(text)
    assert time.process_time() - started < 1
