import pytest
from django.conf import settings

from guides import lint, loader, reading
from tests.guides.writing import HEAD, pair, write

ABOUT = settings.BASE_DIR / "pages" / "about" / "content"
GOOD = "{#a}\n## A head\n\nA fact from 2020 [s1]. Another one.\n"


def test_shipped_guides_have_no_problem():
    assert lint.check_folder(loader.CONTENT) == []
    assert len(list(loader.CONTENT.glob("*.md"))) >= 2


def test_shipped_about_pages_have_no_problem():
    assert lint.check_folder(ABOUT, needs_sources=False) == []
    assert len(list(ABOUT.glob("*.md"))) == 14


def test_good_pair_has_no_problem(tmp_path):
    pair(tmp_path, GOOD)
    assert lint.check_folder(tmp_path) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("A fact [s1]. It costs 5 yen.", "a number without a source: It costs 5 yen."),
        ("A fact [s1]. Seven people were asked.", "a number without a source"),
        ("Eins. [s1] Then 5 more.", "a number without a source: Then 5 more."),
        ("| A | B |\n| --- | --- |\n| 5 | b |\n\nA fact [s1].", "a number without a source: 5 b"),
        ("{#b}\n## In 5 days\n\nA fact [s1].", "a number without a source: In 5 days"),
        ("A fact [s1]. A dead one [s9].", "s9 is no source"),
        ("A fact.", "s1 is never cited"),
        ("It will cure you [s1].", "banned word 'cure'"),
        ("It is the best one [s1].", "banned word 'best'"),
        ("A government-approved clinic [s1].", "banned word 'government-approved'"),
        ("It was approved by the ministry [s1].", "banned word 'approved by the ministry'"),
        ("Our licensed clinic [s1].", "banned word 'licensed'"),
        ("{#b}\n## Other\n\nA fact [s1].", "other headings"),
    ],
)
def test_bad_page_is_told(tmp_path, body, said):
    path = pair(tmp_path, "{#a}\n## A head\n\n" + body + "\n")
    assert any(said in line for line in lint.check_file(path)), lint.check_file(path)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("事実です[s1]。費用は5円です。", "費用は5円です。"),
        ("事実です[s1]。費用は５円です。", "費用は５円です。"),
        ("事実です[s1]。三十人が受けました。", "三十人"),
        ("完治します[s1]。", "banned word '完治'"),
        ("厚生労働省の承認を受けた治療です[s1]。", "banned word"),
    ],
)
def test_bad_japanese_page_is_told(tmp_path, body, said):
    pair(tmp_path, GOOD, "{#a}\n## 題\n\n" + body + "\n")
    assert any(said in line for line in lint.check_folder(tmp_path))


@pytest.mark.parametrize(
    "body",
    [
        "{#b}\n## Can it cure diabetes in 3 months?\n\nWe do not know [s1].",
        "> Claim: it is the best cure.\n\nNo source says so [s1].",
        "It is not approved by the ministry [s1].",
    ],
)
def test_question_or_quoted_claim_may_use_the_word(tmp_path, body):
    pair(tmp_path, body + "\n", "{#b}\n## 題\n\n文[s1]。\n" if "{#b}" in body else "文[s1]。\n")
    assert lint.check_folder(tmp_path) == []


def test_missing_twin_is_told(tmp_path):
    write(tmp_path, GOOD)
    assert lint.check_folder(tmp_path) == ["a-page.en.md: a-page.ja.md is missing"]


def test_translation_of_an_older_version_is_told(tmp_path):
    write(tmp_path, "{#a}\n## 題\n\n文です[s1]。\n", language="ja")
    write(tmp_path, GOOD, version=2)
    assert any("translate again" in line for line in lint.check_folder(tmp_path))


def test_source_without_a_date_is_told(tmp_path):
    path = tmp_path / "a-page.en.md"
    path.write_text(HEAD.format(language="en", version=1).replace(", date: 2024-05-20", "") + GOOD)
    assert any("has no date" in line for line in lint.check_folder(tmp_path))


def test_page_that_is_checked_too_seldom_is_told(tmp_path):
    path = pair(tmp_path, GOOD)
    path.write_text(path.read_text().replace("2027-05-22", "2029-05-22"))
    assert any("within a year" in line for line in lint.check_file(path))


def test_numbers_about_ourselves_need_no_source(tmp_path):
    pair(tmp_path, "{#a}\n## A head\n\nWe answer in 3 days [s1].\n")
    assert lint.check_folder(tmp_path, needs_sources=False) == []


def test_command_lists_grades_and_fails_on_a_problem(tmp_path, capsys):
    pair(tmp_path, GOOD)
    assert lint.main([str(tmp_path)]) == 0
    assert "grade" in capsys.readouterr().out
    write(tmp_path, "It will cure you [s1].\n")
    assert lint.main(["--own", str(tmp_path)]) == 1
    assert "banned word 'cure'" in capsys.readouterr().out


def test_long_words_read_harder_than_short_ones():
    easy = reading.grade(["The plan is filed.", "The clinic sends it to the office."])
    hard = reading.grade(["Notwithstanding considerable institutional heterogeneity, notification "
                          "constitutes administrative documentation."])  # fmt: skip
    assert easy < 6 < 12 < hard
    assert reading.grade([]) == 0.0


def test_shipped_pages_read_easily():
    for folder in (loader.CONTENT, ABOUT):
        for path in folder.glob("*.md"):
            line = lint.reading_line(path)
            assert "HARD" not in line and "LONG" not in line, line


def test_study_without_its_kind_is_told(tmp_path):
    path = pair(tmp_path, GOOD)
    path.write_text(path.read_text().replace("type: press", "type: study"))
    assert any("is a study" in line for line in lint.check_file(path))


def test_studies_say_their_kind_and_who_paid_in_both_languages():
    from guides.data import read
    from guides.studies import FILE, study_at

    for address in read(FILE):
        study = study_at(address)
        assert study, address
        assert study.words("en")
        assert study.words("ja")
