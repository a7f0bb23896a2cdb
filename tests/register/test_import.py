"""The ministry's list as published becomes listings, once."""

import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict

from clinics.finder.results import find
from clinics.models import Clinic, Treatment
from register.actions import import_file
from register.models import Entry, Snapshot
from register.reading import COLUMNS, WrongFile, read

SAMPLE = Path("register/data/ministry_list_sample.csv")
DAY = datetime.date(2026, 9, 18)
HEADER = ",".join(COLUMNS)
ROW = "2,医療法人社団見本会 テストクリニック,大阪府,,自己脂肪由来幹細胞を用いた糖尿病の治療,02E2604001,2"

pytestmark = pytest.mark.django_db


def write(tmp_path: Path, *rows: str, header: str = HEADER, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_the_shipped_sample_is_read_whole():
    report = import_file(SAMPLE, seen_on=DAY)
    assert (report.read, report.created, report.refused) == (445, 445, [])
    assert Treatment.objects.listed().count() == 445
    assert Entry.objects.count() == 445
    found = find(QueryDict("condition=t2d"))
    assert found.counts["list"] == 3
    assert all("糖尿病" in card.title_ja for block in found.blocks for card in block.cards)


def test_the_same_file_twice_changes_nothing():
    import_file(SAMPLE, seen_on=DAY)
    before = list(Treatment.objects.order_by("pk").values())
    report = import_file(SAMPLE, seen_on=DAY)
    assert (report.unchanged, report.created, report.updated) == (445, 0, 0)
    assert list(Treatment.objects.order_by("pk").values()) == before


def test_a_later_list_updates_the_day_and_the_key(tmp_path):
    import_file(write(tmp_path, ROW), seen_on=DAY)
    later = DAY + datetime.timedelta(days=30)
    changed = ROW.replace("02E2604001", "02E2609007")
    report = import_file(write(tmp_path, changed, name="b.csv"), seen_on=later)
    assert (report.created, report.updated) == (0, 1)
    treatment = Treatment.objects.get()
    assert (treatment.list_key, treatment.list_last_seen) == ("02E2609007", later)
    assert treatment.documents.count() == 2
    assert "02E2609007" in treatment.documents.first().url


def test_the_same_therapy_twice_stays_two_entries(tmp_path):
    import_file(write(tmp_path, ROW, ROW), seen_on=DAY)
    assert Treatment.objects.count() == 2
    assert Clinic.objects.count() == 1


def test_spellings_of_one_institution_are_one_clinic(tmp_path):
    other = ROW.replace("医療法人社団見本会 テスト", "医療法人社団見本会\\nテスト").replace(
        "糖尿病", "慢性疼痛"
    )
    import_file(write(tmp_path, ROW, other), seen_on=DAY)
    assert Clinic.objects.count() == 1
    assert "\n" not in Clinic.objects.get().name_ja


def test_a_checked_listing_keeps_its_level_and_slug(tmp_path):
    import_file(write(tmp_path, ROW), seen_on=DAY)
    slug = Clinic.objects.get().slug
    Treatment.objects.update(product="platelets")
    import_file(write(tmp_path, ROW, name="b.csv", header=HEADER + ","), seen_on=DAY)
    import_file(write(tmp_path, ROW, "", name="c.csv"), seen_on=DAY + datetime.timedelta(days=9))
    assert Treatment.objects.get().product == "platelets"
    assert Clinic.objects.get().slug == slug


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW.replace("2,医療", "5,医療"), "class"),
        (ROW.replace("大阪府", "大阪"), "prefecture"),
        (ROW.replace("自己脂肪由来幹細胞を用いた糖尿病の治療", ""), "treatment is empty"),
        (ROW.replace("糖尿病", "糖" * 301), "more than 300"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_reason(tmp_path, row, why):
    report = import_file(write(tmp_path, ROW, row), seen_on=DAY)
    assert (report.read, report.created) == (2, 1)
    [(line, reason)] = report.refused
    assert line == 3
    assert why in reason
    assert report.read == report.created + report.updated + report.unchanged + len(report.refused)


@pytest.mark.parametrize("header", ["name,price", HEADER.replace("facility", "doctor"), ""])
def test_a_wrong_header_is_refused_loudly_and_nothing_is_written(tmp_path, header):
    path = write(tmp_path, ROW, header=header)
    with pytest.raises(CommandError, match="missing columns"):
        call_command("import_register", str(path))
    assert not Snapshot.objects.exists()
    assert not Clinic.objects.exists()


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"\x81\x20\xff no text")
    with pytest.raises(WrongFile, match="UTF-8"):
        read(path)
    with pytest.raises(WrongFile):
        read(tmp_path / "absent.csv")


def test_a_dry_run_writes_nothing(tmp_path, capsys):
    call_command("import_register", str(write(tmp_path, ROW)), "--dry-run")
    assert "dry run: read 1 = created 1" in capsys.readouterr().out
    assert not Clinic.objects.exists()
    assert not Snapshot.objects.exists()


def test_the_sample_leaves_out_institutions_under_orders():
    text = SAMPLE.read_text(encoding="utf-8")
    assert "輝鳳会" not in text
    assert "福岡MSC" not in text


def test_the_command_reads_a_file_and_reports(tmp_path, capsys):
    call_command("import_register", str(write(tmp_path, ROW, ROW.replace("2,医療", "5,医療"))))
    out = capsys.readouterr().out
    assert "refused line 3: class '5' is not 1, 2 or 3" in out
    assert "read 2 = created 1 + updated 0 + unchanged 0 + refused 1" in out
    assert Clinic.objects.count() == 1
