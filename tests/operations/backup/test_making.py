"""What stays, what is refused, and what a failure leaves behind."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from operations.backup import crypt, database, rotation
from operations.management.commands import backup

NIGHT = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def nights(number):
    return [NIGHT - timedelta(days=day) for day in range(number)]


def test_seven_days_five_weeks_twelve_months_stay():
    stay = sorted(rotation.to_keep(nights(800)), reverse=True)
    assert stay[:7] == nights(7)
    assert 7 + 3 + 11 <= len(stay) <= 7 + 4 + 11
    assert timedelta(days=320) < NIGHT - stay[-1] < timedelta(days=366)


def test_each_night_deletes_little_and_the_newest_always_stays():
    kept = set()
    for moment in reversed(nights(400)):
        kept = rotation.to_keep(kept | {moment})
        assert moment in kept
    assert len(kept) >= 20


def test_only_archives_are_deleted(tmp_path):
    names = [rotation.name_at(moment, "age") for moment in nights(40)]
    others = ["erasures.csv", "last.json", "notes.txt", "kakunin-20200101T000000Z.tar"]
    for name in names + others:
        (tmp_path / name).touch()
    assert rotation.rotate(tmp_path) > 20
    left = {path.name for path in tmp_path.iterdir()}
    assert set(others) < left and names[0] in left
    assert rotation.rotate(tmp_path) == 0


@pytest.mark.parametrize(
    ("recipient", "words"),
    [("", "not set"), ("/no/such/file", "neither"), ("SECRET", "secret key")],
)
def test_a_wrong_recipient_is_named(recipient, words, tmp_path):
    if recipient == "SECRET":
        file = tmp_path / "key"
        file.write_text("AGE-SECRET-KEY-1QQQ")
        recipient = str(file)
    with pytest.raises(crypt.CannotSeal, match=words):
        crypt.ending(recipient)


def test_what_was_begun_and_failed_leaves_no_file(age, settings, tmp_path):
    target = tmp_path / "archive"
    with (
        pytest.raises(ZeroDivisionError),
        crypt.sealed_file(target, settings.BACKUP_RECIPIENT) as out,
    ):
        out.write(b"half")
        raise ZeroDivisionError
    assert not target.exists() and not target.with_name(".archive.part").exists()


def test_a_key_that_age_refuses_is_an_error(age, tmp_path):
    with (
        pytest.raises(crypt.CannotSeal, match="recipient"),
        crypt.sealed_file(tmp_path / "archive", "age1nonsense") as out,
    ):
        out.write(b"x" * 10_000_000)
    assert not (tmp_path / "archive").exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_backup_left_is_swept_away(age, source, settings):
    source()
    settings.BACKUP_FOLDER.mkdir()
    half = settings.BACKUP_FOLDER / f".{rotation.name_at(NIGHT, 'age')}.part"
    half.touch()
    lefts = [half]
    if connection.vendor == "sqlite":
        left = Path(connection.settings_dict["NAME"]).parent / f"{database.COPY}killed"
        left.mkdir()
        (left / "copy.sqlite3").touch()
        lefts.append(left)
    call_command("backup")
    assert [path for path in lefts if path.exists()] == []
    assert len(rotation.archives(settings.BACKUP_FOLDER)) == 1


@pytest.mark.django_db
def test_without_a_key_the_command_says_so(settings, tmp_path):
    settings.BACKUP_FOLDER, settings.BACKUP_RECIPIENT = tmp_path / "here", ""
    with pytest.raises(CommandError, match="BACKUP_RECIPIENT is not set"):
        call_command("backup")


@pytest.mark.django_db
def test_of_two_backups_at_once_one_says_so(age, settings, tmp_path):
    settings.BACKUP_FOLDER = tmp_path
    with backup._alone(tmp_path), pytest.raises(CommandError, match="another backup"):
        call_command("backup")
    call_command("backup", journal=True)
