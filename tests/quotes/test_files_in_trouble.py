"""Files while the disk is full, keys change, things are deleted meanwhile or lost."""

import io
import resource
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from quotes import actions, limits, retention
from quotes.models import Answer, RecordFile
from tests.quotes.factories import answer, recipients, sent
from tests.quotes.pages import as_patient
from tests.quotes.test_files import asked, file_of, folder, post, stored
from tests.trust.uploads import samples
from trust.models import OutboxMail
from trust.uploads import files, scanning

pytestmark = pytest.mark.django_db
__all__ = ["folder"]


@pytest.fixture
def full_disk():
    """No file may grow beyond 100 bytes: the system refuses the write half way."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))

    yield fill
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def new_key(settings):
    """Call it once something is sealed under the old key."""

    def add() -> None:
        settings.FIELD_KEYS = {"new": b"n" * 32, **settings.FIELD_KEYS}

    return add


def test_a_full_disk_is_told_and_leaves_no_half_file(folder, full_disk, monkeypatch):
    request = sent()
    papers, client = asked(recipients(request)[0]), as_patient(request)
    real = files.put

    def put(content: bytes, context: str) -> str:
        full_disk()
        try:
            return real(content, context)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))

    with monkeypatch.context() as patch:
        patch.setattr(files, "put", put)
        page = post(client, papers, samples.pdf())
    assert page.status_code == 507
    assert "We cannot keep files just now" in page.text
    assert (stored(folder), RecordFile.objects.count()) == ([], 0)
    assert post(client, papers, samples.pdf()).status_code == 303
    assert len(stored(folder)) == RecordFile.objects.count() == 1


def test_a_file_deleted_while_keys_change_stays_deleted(
    folder, monkeypatch, new_key, django_capture_on_commit_callbacks
):
    file = file_of(sent())
    real = files.put

    def put(content: bytes, context: str) -> str:
        name = real(content, context)
        with django_capture_on_commit_callbacks(execute=True):
            actions.delete_file(file=RecordFile.objects.get(pk=file.pk))
        return name

    monkeypatch.setattr(files, "put", put)
    new_key()
    call_command("rotate_field_keys")
    assert RecordFile.objects.get().state == "deleted"
    assert stored(folder) == []


def test_a_reader_finds_a_file_whose_key_changed_just_now(new_key):
    file = file_of(sent())
    before = file.stored
    new_key()
    call_command("rotate_field_keys")
    assert RecordFile.objects.get().stored != before
    assert actions.read_file(file=file, role="patient").startswith(b"%PDF")


def test_one_lost_file_stops_neither_keys_nor_export_nor_scanner(monkeypatch, folder, new_key):
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.UNKNOWN)
    request = sent()
    lost = file_of(request)
    post(as_patient(request), lost.papers, samples.png(), "x.png")
    kept = RecordFile.objects.get(kind="png")
    files.delete(lost.stored)
    new_key()
    call_command("rotate_field_keys")
    [path] = stored(folder)
    assert files.key_id_of(path.read_bytes()) == "new"
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.CLEAN)
    assert retention.scan_waiting() == 1
    assert RecordFile.objects.get(state="ready") == kept
    given = as_patient(request).post("/quotes/mine/export/")
    with zipfile.ZipFile(io.BytesIO(given.content)) as box:
        assert sorted(box.namelist()) == [f"files/{kept.download_name}.png", "request.json"]


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_scanner(monkeypatch):
    """SQLite locks everybody out during a transaction; a scanner may take 20 seconds."""
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.UNKNOWN)
    file_of(sent())
    inside = []

    def scan(content: bytes) -> scanning.Found:
        inside.append(connection.in_atomic_block)
        return scanning.Found.CLEAN

    monkeypatch.setattr(scanning, "scan", scan)
    assert retention.scan_waiting() == 1
    assert inside == [False]


def test_one_mail_warns_although_three_nights_see_the_file():
    request = sent()
    file_of(request)
    answer(recipients(request)[0])
    began = timezone.now() - limits.kept("files") + timedelta(days=3) - timedelta(hours=1)
    Answer.objects.update(created_at=began)
    RecordFile.objects.update(uploaded_at=began)
    for night in range(3):
        retention.warn_of_files(timezone.now() + timedelta(days=night))
    assert OutboxMail.objects.filter(template="quote_files").count() == 1
