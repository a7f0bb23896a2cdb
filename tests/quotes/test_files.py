"""Papers: only after somebody asked, for that clinic only, for a time, and every reading seen."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from operations.quote_checks import files_behind_rows
from quotes import actions, limits, retention
from quotes.actions.desk import OBJECT
from quotes.models import Answer, Consent, PapersAsked, RecordFile
from tests.quotes.factories import (
    answer,
    answered,
    choose,
    make_treatment,
    recipients,
    sent,
)
from tests.quotes.pages import as_patient, clinic_path
from tests.trust.uploads import samples
from trust.access_log import entries_for
from trust.models import OutboxMail
from trust.uploads import files, scanning

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """A private folder of this test."""
    private = {**settings.STORAGES["private"], "OPTIONS": {
        **settings.STORAGES["private"]["OPTIONS"], "location": str(tmp_path / "private"),
    }}  # fmt: skip
    settings.STORAGES = {**settings.STORAGES, "private": private}
    return tmp_path / "private"


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def asked(row) -> PapersAsked:
    return actions.ask_papers(recipient=row, what=["blood"], words="The last one, please.")


def post(client: Client, papers: PapersAsked, content: bytes, name: str = "x.pdf", **more):
    data = {"file": SimpleUploadedFile(name, content), "agree": "on", **more}
    return client.post(f"/quotes/mine/papers/{papers.pk}/", data)


def file_of(request, content: bytes | None = None) -> RecordFile:
    """One file sent to the first clinic asked."""
    papers = asked(recipients(request)[0])
    given = post(as_patient(request), papers, content or samples.canary_pdf())
    assert given.status_code == 303, given.text
    return RecordFile.objects.get(papers=papers)


def clinic_file(file: RecordFile) -> str:
    return f"{clinic_path(file.papers.recipient)}file/{file.pk}/"


def test_nothing_is_taken_before_somebody_asked():
    request = sent()
    client = as_patient(request)
    assert client.get(f"/quotes/mine/papers/{uuid4()}/").status_code == 404
    assert "Send a file" not in client.get("/quotes/mine/").text


def test_the_clinic_asks_and_she_sends(folder):
    request = sent()
    clinic, path = Client(), clinic_path(recipients(request)[0])
    wrong = clinic.post(path, {"do": "papers"})
    assert wrong.status_code == 200
    data = {"do": "papers", "what": ["blood", "letter"], "papers_words": "2026年のもの"}
    assert clinic.post(path, data).status_code == 303
    page = as_patient(request).get("/quotes/mine/").text
    assert "asks for papers." in page
    papers = PapersAsked.objects.get()
    form = as_patient(request).get(f"/quotes/mine/papers/{papers.pk}/").text
    assert "2026年のもの" in form
    assert 'name="agree"' in form
    assert "checked" not in form[form.index('name="agree"') :].split(">")[0]
    assert (
        post(as_patient(request), papers, samples.canary_pdf(), "Anna Blood.pdf").status_code == 303
    )
    file = RecordFile.objects.get()
    assert (file.kind, file.state, file.consent.kind) == ("pdf", "ready", "file")
    assert "Anna Blood.pdf" in as_patient(request).get("/quotes/mine/").text
    page = clinic.get(path).text
    assert "Anna Blood" not in page
    got = clinic.get(clinic_file(file))
    assert got.status_code == 200
    assert samples.CANARY.encode() not in samples.everything_in(got.content)
    assert "the clinic downloaded a file" in as_patient(request).get("/quotes/mine/").text
    roles = {(row.role, row.action) for row in entries_for(OBJECT, request.pk)}
    assert {("clinic", "downloaded"), ("patient", "sent a file")} <= roles


def test_what_is_stored_is_sealed_under_a_random_name(folder):
    file = file_of(sent())
    [path] = stored(folder)
    raw = path.read_bytes()
    assert b"%PDF" not in raw
    assert b"HbA1c" not in raw
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(file.pk) not in str(path)
    with pytest.raises(Exception, match="moved"):
        files.get(file.stored, "quotes_recordfile|another")


def test_a_download_is_never_a_page_of_ours():
    file = file_of(sent())
    got = Client().get(clinic_file(file))
    assert got["Content-Disposition"].startswith('attachment; filename="paper-')
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in got["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["../../x.pdf", "a\x07b.pdf", "a" * 300 + ".pdf", "\u202egpj.pdf", "CON.pdf", "-rf.pdf", "😀.pdf"]
)  # fmt: skip
def test_strange_names_are_shown_plain_and_stored_nowhere(name, folder):
    request = sent()
    papers = asked(recipients(request)[0])
    given = post(as_patient(request), papers, samples.pdf(), name)
    assert given.status_code in {303, 200}
    for file in RecordFile.objects.all():
        assert len(file.name) <= 80
        assert not {"/", "\\", "\x07", "\u202e"} & set(file.name)
    assert all(len(path.name) == 48 for path in stored(folder))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.pdf", "This file is empty"),
        (b"<script>1</script>", "x.pdf", "another kind of file"),
        (samples.jpeg(), "x.pdf", "does not fit its content"),
        (samples.pdf()[:150], "x.pdf", "We cannot read this file"),
    ],
)
def test_a_bad_file_is_told_beside_the_field(content, name, words, folder):
    request = sent()
    papers = asked(recipients(request)[0])
    page = post(as_patient(request), papers, content, name)
    assert page.status_code == 200
    assert words in page.text
    assert not stored(folder)


def test_without_the_tick_nothing_is_taken(folder):
    request = sent()
    papers = asked(recipients(request)[0])
    assert "Without this tick" in post(as_patient(request), papers, samples.pdf(), agree="").text
    assert not stored(folder)


def test_the_same_file_twice_is_one_and_six_are_too_many(folder):
    request = sent()
    papers = asked(recipients(request)[0])
    for size in (10, 10, 11, 12, 13, 14):
        assert post(as_patient(request), papers, samples.png((size, 9)), "x.png").status_code == 303
    assert RecordFile.objects.count() == len(stored(folder)) == 5
    page = post(as_patient(request), papers, samples.png((15, 9)), "x.png")
    assert "Five files" in page.text
    assert len(stored(folder)) == 5


def test_a_form_far_too_large_is_not_read(settings):
    request = sent()
    papers = asked(recipients(request)[0])
    settings.UPLOAD_MOST_BYTES = 1_000
    page = post(as_patient(request), papers, b"%PDF-" + b"x" * 200_000)
    assert page.status_code == 413
    assert post(as_patient(request), papers, b"%PDF-" + b"x" * 2_000).status_code == 200


def test_twenty_uploads_an_hour():
    request = sent()
    papers, client = asked(recipients(request)[0]), as_patient(request)
    answers = [post(client, papers, b"x").status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


def test_only_hers_and_only_that_clinics(staff_client):
    request = sent(make_treatment(), make_treatment())
    file = file_of(request)
    other = sent(email="other@example.org")
    gone = file.pk.__class__(int=1)
    for client in (as_patient(other), Client()):
        for step in ("", "delete/"):
            for method in (client.get, client.post):
                answers = {
                    method(f"/quotes/mine/file/{key}/{step}").status_code for key in (file.pk, gone)
                }
                assert len(answers) == 1
                assert answers <= {404, 405, 302, 303}
    assert Client().get(f"{clinic_path(recipients(request)[1])}file/{file.pk}/").status_code == 404
    assert Client().get(f"{clinic_path(recipients(other)[0])}file/{file.pk}/").status_code == 404
    assert Client().get(f"/quotes/clinic/nothing/file/{file.pk}/").status_code == 404
    assert RecordFile.objects.held().count() == 1
    path = f"/admin/quotes/case/{request.pk}/file/{file.pk}/"
    assert staff_client("review moderator").get(path).status_code == 403
    desk = staff_client("quote coordinator")
    assert desk.get(path).status_code == 200
    assert entries_for(OBJECT, request.pk).last().action == "downloaded"
    assert desk.get(f"/admin/quotes/case/{other.pk}/file/{file.pk}/").status_code == 404


def test_anothers_case_keeps_its_files(staff_client, settings):
    settings.SMALL_TEAM = False
    request = sent()
    file = file_of(request)
    path = f"/admin/quotes/case/{request.pk}/file/{file.pk}/"
    assert staff_client("quote coordinator").get(path).status_code == 409


@pytest.mark.parametrize("end", ["file", "clinic", "request", "erase", "other chosen"])
def test_taking_back_ends_the_reading_and_deletes(end, folder, django_capture_on_commit_callbacks):
    request = answered(make_treatment(), make_treatment())
    file = file_of(request)
    path, row = clinic_file(file), file.papers.recipient
    assert Client().get(path).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        if end == "file":
            as_patient(request).post(f"/quotes/mine/file/{file.pk}/delete/")
        elif end == "clinic":
            actions.withdraw_recipient(recipient=row)
        elif end == "request":
            actions.withdraw_request(request=request)
        elif end == "erase":
            actions.erase_request(request=request)
        else:
            other = Answer.objects.exclude(recipient=row).select_related("recipient__request")
            choose(other.get())
    assert Client().get(path).status_code == 404
    assert stored(folder) == []
    if end != "erase":  # then the rows are gone, too
        file.refresh_from_db()
        assert (file.state, file.stored, file.name) == ("deleted", "", None)
    if end != "other chosen":
        assert not Consent.objects.standing().filter(kind="file").exists()


def test_thirty_days_after_the_answer_it_is_gone(folder, django_capture_on_commit_callbacks):
    request = sent()
    file = file_of(request)
    answer(recipients(request)[0])
    past = timezone.now() - limits.kept("files") + timedelta(hours=1)
    Answer.objects.update(created_at=past)
    RecordFile.objects.update(uploaded_at=past)
    assert RecordFile.objects.for_clinic().exists()
    assert retention.warn_of_files() == 1
    assert retention.warn_of_files() == 0
    Answer.objects.update(created_at=past - timedelta(hours=2))
    RecordFile.objects.update(uploaded_at=past - timedelta(hours=2))
    assert not RecordFile.objects.readable().exists()  # whenever the job runs
    assert Client().get(clinic_file(file)).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        retention.purge()
    assert stored(folder) == []
    assert OutboxMail.objects.filter(template="quote_files").count() == 1


def test_a_file_sent_after_the_answer_has_its_own_thirty_days():
    request = answered()
    Answer.objects.update(created_at=timezone.now() - timedelta(days=31))
    file_of(request)
    assert RecordFile.objects.readable().exists()
    assert not RecordFile.objects.overdue().exists()


def test_a_scanner_that_does_not_answer_means_not_yet(monkeypatch, folder):
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.UNKNOWN)
    request = sent()
    file = file_of(request)
    assert file.state == "waiting"
    assert Client().get(clinic_file(file)).status_code == 404
    assert "waiting for the virus scanner" in as_patient(request).get("/quotes/mine/").text
    assert retention.scan_waiting() == 0
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.CLEAN)
    assert retention.scan_waiting() == 1
    assert Client().get(clinic_file(file)).status_code == 200


def test_a_late_finding_deletes_and_tells(monkeypatch, folder, django_capture_on_commit_callbacks):
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.UNKNOWN)
    request = sent()
    file_of(request)
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.VIRUS)
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.scan_waiting() == 1
    assert stored(folder) == []
    assert "something harmful" in as_patient(request).get("/quotes/mine/").text


def test_a_crash_between_file_and_row_leaves_nothing_for_long(folder, monkeypatch):
    request = sent()
    papers = asked(recipients(request)[0])
    name = files.put(b"%PDF-lost", "quotes_recordfile|lost")
    kept = file_of(request)
    assert retention.sweep_files() == 0  # younger than an hour: perhaps just being written
    assert files.sweep(timezone.now() + timedelta(minutes=1)) == 1
    assert not files.storage().exists(name)
    assert files.get(kept.stored, kept.context)
    assert papers.pk == kept.papers_id


def test_keys_are_changed_for_files_too(folder, settings, capsys):
    file = file_of(sent())
    old = stored(folder)
    settings.FIELD_KEYS = {"new": b"n" * 32, **settings.FIELD_KEYS}
    call_command("rotate_field_keys", "--dry-run")
    assert "files: 1" in capsys.readouterr().out
    assert stored(folder) == old
    call_command("rotate_field_keys")
    file.refresh_from_db()
    [path] = stored(folder)
    assert [path] != old
    assert files.key_id_of(path.read_bytes()) == "new"
    settings.FIELD_KEYS = {"new": b"n" * 32}
    assert files.get(file.stored, file.context).startswith(b"%PDF")


def test_the_copy_of_everything_holds_the_files():
    request = sent()
    file = file_of(request)
    given = as_patient(request).post("/quotes/mine/export/")
    with zipfile.ZipFile(io.BytesIO(given.content)) as box:
        assert sorted(box.namelist()) == [f"files/{file.download_name}.pdf", "request.json"]
        assert box.read(f"files/{file.download_name}.pdf").startswith(b"%PDF")


def test_staff_ask_for_a_clinic_that_telephoned(staff_client):
    request = sent()
    row = recipients(request)[0]
    desk = staff_client("quote coordinator")
    path = f"/admin/quotes/case/{request.pk}/clinic/{row.pk}/papers/"
    assert "Choose at least one kind" in desk.post(path, {}).text
    assert desk.post(path, {"what": ["letter"]}).status_code == 303
    assert PapersAsked.objects.get().by == desk.user
    assert "Papers asked for" in desk.get(f"/admin/quotes/case/{request.pk}/").text


def test_a_file_to_an_ended_request_is_refused(folder):
    request = sent()
    papers, client = asked(recipients(request)[0]), as_patient(request)
    actions.close_request(request=request, by=None, reason="no_answer")
    assert post(client, papers, samples.pdf()).status_code == 409
    assert stored(folder) == []


def test_verify_finds_a_row_without_its_file(folder):
    file = file_of(sent())
    assert files_behind_rows() == []
    files.delete(file.stored)
    assert files_behind_rows() == [f"file {file.pk}: FileNotFoundError"]


def test_the_sweep_minds_no_empty_folder(folder):
    assert not folder.exists()
    assert retention.sweep_files() == 0
