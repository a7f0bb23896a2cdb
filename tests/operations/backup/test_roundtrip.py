"""Out of one database and folder, into empty ones: everything is equal, and nothing else comes."""

import io
import json
import tarfile
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from operations.backup import journal, stored, tables
from operations.backup.manifest import WrongArchive
from operations.backup.opening import open_everything
from operations.backup.restoring import NotEmpty, look_through
from operations.backup.rotation import archives
from quotes import actions
from quotes.models import QuoteRequest
from tests.quotes.factories import CANARY, answered, submit
from tests.quotes.test_files import file_of
from trust.uploads import files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pipe(monkeypatch):
    """Put bytes where a command reads its standard input."""

    def put(content):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))

    return put


def test_everything_comes_back_and_the_erased_stay_erased(
    source, empty, age, settings, pipe, capsys
):
    kept, gone = answered(), answered(email="gone@example.org")
    file_of(kept)
    source()
    before = tables.digests()
    call_command("backup")
    report = json.loads((settings.BACKUP_FOLDER / "last.json").read_text())
    assert (report["rows"], report["files"]) == (sum(t["rows"] for t in before.values()), 1)
    actions.erase_request(request=gone)
    call_command("backup", journal=True)
    [archive] = archives(settings.BACKUP_FOLDER)
    opened = age(archive)
    sealed = archive.read_bytes()
    for name in (b"SQLite format", b"quotes_quoterequest", b"PGDMP", b"manifest"):
        assert name not in sealed
    content = dict.fromkeys(stored.names())
    with empty():
        capsys.readouterr()
        pipe(opened)
        call_command("restore")
        said = capsys.readouterr()
        assert "1 erased again" in said.err and "do not open: 0; files lost: 0" in said.out
        assert QuoteRequest.objects.get(pk=gone.pk).state == "erased"
        assert CANARY in QuoteRequest.objects.get(pk=kept.pk).message
        assert dict.fromkeys(stored.names()) == content
        assert open_everything().files == 1
        pipe(opened)
        with pytest.raises(CommandError, match="the database has tables"):
            call_command("restore", without_journal=True)


def test_a_gpg_archive_opens_and_is_whole(source, gpg, settings, pipe, capsys):
    submit()
    source()
    call_command("backup")
    [archive] = archives(settings.BACKUP_FOLDER)
    assert archive.name.endswith(".tar.gpg")
    pipe(gpg(archive))
    call_command("restore", check=True)
    assert "whole and unchanged" in capsys.readouterr().out


def test_an_archive_that_was_cut_or_changed_is_refused(source, empty, age, settings):
    submit()
    source()
    call_command("backup")
    [archive] = archives(settings.BACKUP_FOLDER)
    whole = age(archive)
    assert look_through(io.BytesIO(whole)).tables == tables.digests()
    for part in (0, 100, len(whole) // 2, len(whole) - 20_000):
        with pytest.raises(WrongArchive):
            look_through(io.BytesIO(whole[:part]))
    for name in ("about.json", "database/000000", "manifest.json"):
        with pytest.raises(WrongArchive):
            look_through(_changed(whole, name))
    settings.DIGEST_KEY = "another-site-another-site-another-site"
    with pytest.raises(WrongArchive, match="DIGEST_KEY"):
        look_through(io.BytesIO(whole))


def test_an_archive_whose_field_key_is_not_set_is_refused(source, age, settings):
    submit()
    source()
    call_command("backup")
    [archive] = archives(settings.BACKUP_FOLDER)
    settings.FIELD_KEYS = {"new": b"x" * 32}
    with pytest.raises(WrongArchive, match="FIELD_KEYS lacks"):
        look_through(io.BytesIO(age(archive)))


def test_a_failed_restore_leaves_no_table(source, empty, age, settings):
    from operations.backup.restoring import restore

    submit()
    source()
    call_command("backup")
    [archive] = archives(settings.BACKUP_FOLDER)
    whole = age(archive)
    with empty():
        with pytest.raises((WrongArchive, OSError)):
            restore(io.BytesIO(whole[: len(whole) // 2]))
        assert tables.is_empty()


@pytest.mark.postgres
def test_an_archive_made_while_the_site_writes_is_of_one_moment(source, empty, age, settings):
    # restore() compares with digests taken before the dump began: one later row would differ.
    from operations.backup.restoring import restore

    before = submit()
    done = threading.Event()

    def write():
        try:
            while not done.is_set():
                answered()
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        call_command("backup")
    finally:
        done.set()
        writer.join()
    [archive] = archives(settings.BACKUP_FOLDER)
    later = QuoteRequest.objects.count()
    with empty():
        restore(io.BytesIO(age(archive)))
        assert QuoteRequest.objects.filter(pk=before.pk).exists()
        assert QuoteRequest.objects.count() < later


def test_a_restore_that_is_not_equal_says_which_table(source, empty, age, settings, monkeypatch):
    from operations.backup import restoring

    submit()
    source()
    call_command("backup")
    [archive] = archives(settings.BACKUP_FOLDER)
    real = tables.digests

    def other():
        found = real()
        found["quotes_quoterequest"]["sha256"] = "0" * 64
        return found

    with empty():
        monkeypatch.setattr(restoring.tables, "digests", other)
        with pytest.raises(WrongArchive, match="quotes_quoterequest: 1 rows"):
            restoring.restore(io.BytesIO(age(archive)))


def test_files_in_the_folder_stop_a_restore(source, empty, age, settings):
    from operations.backup.restoring import restore

    source()
    with empty():
        files.put(b"somebody's", "context")
        with pytest.raises(NotEmpty, match="files"):
            restore(io.BytesIO(b""))


def test_the_journal_never_loses_a_line(source, settings):
    mine = answered()
    actions.erase_request(request=mine)
    settings.BACKUP_FOLDER.mkdir()
    assert journal.save(settings.BACKUP_FOLDER) > 0
    before = (settings.BACKUP_FOLDER / journal.NAME).read_text()
    # The database was set back to before the erasure.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM quotes_erasure")
    journal.save(settings.BACKUP_FOLDER)
    assert (settings.BACKUP_FOLDER / journal.NAME).read_text() == before


def _changed(whole, name):
    """The same archive with one byte of one member turned."""
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(whole)) as old, tarfile.open(fileobj=out, mode="w") as new:
        for member in old:
            content = bytearray(old.extractfile(member).read())
            if member.name == name:
                content[len(content) // 2] ^= 1
            new.addfile(member, io.BytesIO(bytes(content)))
    out.seek(0)
    return out
