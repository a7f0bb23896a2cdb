"""Saved files in every shape become the same rows; a broken one is refused in words."""

import datetime
import random
import zipfile

import pytest

from clinics.models import Clinic, Treatment
from clinics.sheets import WrongFile
from register.actions import import_file
from register.models import Entry, Sighting, Snapshot
from register.reading import read
from tests.register.lists import as_csv, as_page, as_sheet, row, sample_rows

DAY = datetime.date(2026, 9, 18)
SECOND = [entry for entry in sample_rows() if entry["list_class"] == "2"][:40]


def texts(rows):
    return [
        (r.list_class, r.institution, r.prefecture, r.address, r.title, r.key, r.documents)
        for r in rows
    ]


@pytest.fixture
def expected(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text(as_csv(SECOND), encoding="utf-8")
    return texts(read(path)[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_csv_in_any_usual_encoding_reads_alike(tmp_path, expected, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv(SECOND).encode(encoding, "replace"))
    if encoding == "cp932":
        expected = [tuple(str(v).encode("cp932", "replace").decode("cp932") if isinstance(v, str) else v for v in line) for line in expected]  # fmt: skip
    assert texts(read(path)[0]) == expected


@pytest.mark.parametrize("header", [True, False])
def test_the_saved_page_reads_like_the_csv(tmp_path, expected, header):
    path = tmp_path / "list.html"
    path.write_text(as_page(SECOND, header=header), encoding="utf-8")
    assert [line[:6] for line in texts(read(path, "2")[0])] == [line[:6] for line in expected]


def test_a_spreadsheet_reads_like_the_csv(tmp_path, expected):
    assert texts(read(as_sheet(SECOND, tmp_path / "list.xlsx"))[0]) == expected


def test_a_folder_and_a_zip_read_all_their_files(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.html").write_text(as_page(SECOND[number * 20 :][:20]), "utf-8")
    (folder / "notes.md").write_text("no table")
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"pages/{file.name}")
    from_folder, from_zip = read(folder, "2")[0], read(tmp_path / "pages.zip", "2")[0]
    assert len(from_folder) == 40
    assert texts(from_folder) == texts(from_zip)
    assert [r.position for r in from_zip] == list(range(1, 41))


def test_columns_stand_in_any_order_and_language(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "一覧\nＴｈｅｒａｐｙ,所在地,Medical institution,Class\n"
        "糖尿病の治療,東京都新宿区西新宿１－１,見本クリニック,第二種\n",
        encoding="utf-8",
    )
    [found] = read(path)[0]
    assert (found.list_class, found.prefecture, found.title) == ("2", "東京都", "糖尿病の治療")
    assert found.problem == ""


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("２", "2"), ("第二種再生医療等", "2"), ("Class III", "3"), ("第３種", "3"), ("Ⅱ", "2")],
)
def test_the_class_is_read_as_people_write_it(tmp_path, written, read_as):
    path = tmp_path / "list.csv"
    path.write_text(as_csv([row(list_class=written)]), encoding="utf-8")
    assert read(path)[0][0].list_class == read_as


def test_a_row_of_another_class_is_refused_in_a_list_of_one_class(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(as_csv([row(), row(list_class="3")]), encoding="utf-8")
    good, other = read(path, "2")[0]
    assert good.problem == ""
    assert "3 in a list of class 2" in other.problem


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\x81\x20\xff", "neither UTF-8"),
        (b"name,price\n1,2\n", "missing columns facility, treatment"),
        (b"facility,treatment\nA,B\n", "prefecture"),
        ("facility,prefecture,treatment\nA,東京都,B\n".encode(), "which list"),
        (b"facility,facility,prefecture,treatment\n", "two columns"),
        (b"PK\x03\x04 broken", "ZIP"),
        (b"<html><body>no table</body></html>", "no table"),
        (as_csv([]).encode(), "no rows"),
    ],
)
def test_a_wrong_file_is_refused_in_words(tmp_path, content, why):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(WrongFile, match=why):
        read(path)


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("clinics.sheets.files.MOST_BYTES", 10_000)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "0" * 1_000_000)
    with pytest.raises(WrongFile, match="unpacked more"):
        read(tmp_path / "bomb.zip")


def _mutate(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        what = chance.randrange(4)
        if what == 0:
            data[place] = chance.randrange(256)
        elif what == 1:
            del data[place : place + chance.randint(1, 400)]
        elif what == 2:
            data[place:place] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 20)))
        else:
            data[place:place] = data[: chance.randint(1, 300)]
        if not data:
            data = bytearray(b"x")
    return bytes(data)


def shapes_of(folder):
    shapes = {
        "a.csv": as_csv(SECOND).encode(),
        "b.csv": as_csv(SECOND).encode("cp932", "replace"),
        "c.html": as_page(SECOND).encode(),
        "d.xlsx": as_sheet(SECOND, folder / "x.xlsx").read_bytes(),
    }
    with zipfile.ZipFile(folder / "e.zip", "w") as archive:
        archive.writestr("c.html", shapes["c.html"])
    shapes["e.zip"] = (folder / "e.zip").read_bytes()
    return shapes


@pytest.mark.django_db
def test_a_mutated_file_is_imported_whole_or_not_at_all(tmp_path):
    """What can still be read can also be written, on both databases."""
    chance, shapes = random.Random(7), shapes_of(tmp_path)
    imported = refused = 0
    for number in range(120):
        name = sorted(shapes)[number % len(shapes)]
        path = tmp_path / name
        path.write_bytes(_mutate(shapes[name], chance))
        try:
            report = import_file(path, list_class="2", seen_on=DAY, dry_run=True)
            assert report.read == report.created + report.updated + len(report.refused)
            imported += 1
        except WrongFile:
            refused += 1
        assert not Snapshot.objects.exists()
        assert not Treatment.objects.exists()
    assert min(imported, refused) > 5


@pytest.mark.django_db
def test_a_crash_in_the_middle_leaves_nothing(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(as_csv(sample_rows()), encoding="utf-8")

    def crash(done):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(path, seen_on=DAY, progress=crash)
    for model in (Snapshot, Entry, Sighting, Treatment, Clinic):
        assert not model.objects.exists()


def test_a_thousand_mutated_files_give_rows_or_words_never_a_traceback(tmp_path):
    shapes = shapes_of(tmp_path)
    chance = random.Random(20261126)
    outcomes = {"read": 0, "refused": 0}
    for number in range(1_000):
        name = sorted(shapes)[number % len(shapes)]
        path = tmp_path / name
        path.write_bytes(_mutate(shapes[name], chance))
        try:
            rows, _sha = read(path, "2")
            for found in rows:
                assert isinstance(found.problem, str)
            outcomes["read"] += 1
        except WrongFile as error:
            assert str(error)
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 50, outcomes
