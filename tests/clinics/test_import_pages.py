"""Upload pages: a preview first, then the import, once; and files nobody should send."""

import csv
import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from clinics.imports import listing_rows, order_rows, uploading
from clinics.imports.listings import import_listings
from clinics.imports.orders import import_orders
from clinics.models import (
    Clinic,
    ListingEvent,
    OfficialOrder,
    OrderAddressee,
    OrderTarget,
    PendingSheet,
    PriceSheet,
    Source,
    Treatment,
)
from clinics.sheets import SavedFile, WrongFile, from_upload
from staff import queues
from tests.clinics.order_helpers import write_csv
from tests.clinics.test_import_listings import ROW as LISTING
from tests.clinics.test_import_orders import ROW as ORDER
from tests.factories import TreatmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

EDITOR = "listing editor"
KINDS = {
    "orders": (order_rows.COLUMNS, ORDER, import_orders),
    "listings": (listing_rows.COLUMNS, LISTING, import_listings),
}


@pytest.fixture(autouse=True)
def _roles(db):
    call_command("sync_roles", verbosity=0)


def content(tmp_path, kind: str, *rows: dict) -> bytes:
    columns, row, _run = KINDS[kind]
    return write_csv(tmp_path / "x.csv", *(rows or [row]), columns=columns).read_bytes()


def upload(client, kind: str, data: bytes, name: str = "sheet.csv"):
    return client.post(f"/admin/sheets/{kind}/", {"file": SimpleUploadedFile(name, data)})


def written() -> list[int]:
    models = (OfficialOrder, OrderAddressee, OrderTarget, Treatment, Clinic, PriceSheet, Source)
    return [model.objects.count() for model in (*models, ListingEvent)]


def test_only_listing_editors_open_the_pages(staff_client, tmp_path):
    editor = staff_client(EDITOR)
    upload(editor, "orders", content(tmp_path, "orders"))
    pending = PendingSheet.objects.get()
    pages = [
        "/admin/sheets/orders/", "/admin/sheets/listings/", "/admin/sheets/drafts/",
        "/admin/sheets/orders/template.csv", f"/admin/sheets/waiting/{pending.pk}/",
    ]  # fmt: skip
    others = [staff_client(role) for role in ("verifier", "administrator", "review moderator")]
    for page in pages:
        assert Client().get(page).status_code == 302
        assert editor.get(page).status_code == 200, page
        for other in others:
            assert other.get(page).status_code == 403, page
            assert other.post(page).status_code == 403, page
    assert staff_client(EDITOR).get(pages[-1]).status_code == 404, "another editor's file"
    assert editor.get("/admin/sheets/else/").status_code == 404
    assert editor.get("/admin/sheets/else/template.csv").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_previewed_then_imported_once(kind, staff_client, tmp_path):
    client = staff_client(EDITOR)
    _columns, row, _run = KINDS[kind]
    before = written()
    answer = upload(client, kind, content(tmp_path, kind, row, row | {"source_url": "no"}))
    preview = client.get(answer["Location"]).content.decode()
    assert "What this import would do" in preview
    assert "Line 3: source_url: not a web address" in preview
    assert written() == before, "a preview writes nothing"
    done = client.post(answer["Location"], {"confirm": ""})
    assert "What this import did" in done.content.decode()
    assert "Line 3: source_url" in done.content.decode()
    assert written() != before
    assert client.post(answer["Location"], {"confirm": ""}).status_code == 404
    assert not PendingSheet.objects.exists()


def test_a_file_that_two_windows_confirm_is_imported_once(staff_client, tmp_path):
    upload(staff_client(EDITOR), "orders", content(tmp_path, "orders"))
    pending = PendingSheet.objects.get()
    uploading.confirm_sheet(pending=PendingSheet.objects.get())
    with pytest.raises(uploading.AlreadyTaken):
        uploading.confirm_sheet(pending=pending)
    assert OfficialOrder.objects.count() == 1


def test_a_file_is_forgotten_on_request_and_after_a_day(staff_client, tmp_path):
    client = staff_client(EDITOR)
    answer = upload(client, "orders", content(tmp_path, "orders"))
    client.post(answer["Location"], {"discard": ""})
    assert not PendingSheet.objects.exists()
    upload(client, "orders", content(tmp_path, "orders"))
    PendingSheet.objects.update(at=timezone.now() - uploading.KEPT * 2)
    upload(client, "listings", content(tmp_path, "listings"))
    assert PendingSheet.objects.get().kind == "listings"
    assert not OfficialOrder.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "missing columns"),
        (b"PK\x03\x04 broken", "cannot be read|opened"),
        (b"\xff\xfe\x00", "utf-16|not text"),
    ],
)
def test_a_wrong_file_is_refused_beside_the_field(data, says, staff_client):
    import re

    answer = upload(staff_client(EDITOR), "listings", data)
    assert answer.status_code == 422
    assert re.search(says, answer.content.decode())
    assert not PendingSheet.objects.exists()


def test_a_file_that_is_too_large_is_refused(staff_client, monkeypatch, tmp_path):
    monkeypatch.setattr("clinics.imports.forms.MOST_BYTES", 10)
    answer = upload(staff_client(EDITOR), "orders", content(tmp_path, "orders"))
    assert "The file has more than" in answer.content.decode()


def test_a_file_with_too_many_rows_is_for_the_command(staff_client, monkeypatch, tmp_path):
    monkeypatch.setattr("clinics.imports.uploading.MOST_ROWS", 1)
    answer = upload(staff_client(EDITOR), "orders", content(tmp_path, "orders", ORDER, ORDER))
    assert answer.status_code == 422
    assert "use the command import_orders" in answer.content.decode()
    assert not PendingSheet.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_template_fits_the_import_and_its_row_is_refused_as_invented(
    kind, language, staff_client
):
    client = staff_client(EDITOR)
    client.user.language = language
    client.user.save()
    answer = client.get(f"/admin/sheets/{kind}/template.csv", headers={"accept-language": language})
    assert answer["Content-Disposition"] == f'attachment; filename="{kind}-template.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert "見本" in "".join(rows[1])
    assert "PB9250001" in rows[1]
    _columns, _row, run = KINDS[kind]
    report = run(from_upload("t.csv", answer.content))
    assert (report.read, report.ignored) == (1, [])
    assert "invented row" in report.refused[0][1]
    # Only the mark keeps it out: the row shows values that can be read.
    marked = answer.content.decode().replace("記入例", "X")
    [reason] = [why for _line, why in run(from_upload("t.csv", marked.encode())).refused] or [""]
    assert reason == "" or "sample" in reason


def test_drafts_wait_on_today_and_lead_to_the_check_page(staff_client, tmp_path):
    client = staff_client(EDITOR)
    answer = upload(client, "listings", content(tmp_path, "listings"))
    client.post(answer["Location"], {"confirm": ""})
    treatment = Treatment.objects.get()
    assert treatment.being_checked_by == client.user
    page = client.get("/admin/sheets/drafts/").content.decode()
    assert f"/admin/listings/{treatment.pk}/" in page
    assert client.get(f"/admin/listings/{treatment.pk}/").status_code == 200
    [task] = [task for task in queues.tasks_for(client.user) if task.queue.name == "drafts"]
    assert (task.count, task.oldest) == (1, treatment.updated_at)


def test_pages_need_no_more_queries_for_more_rows(staff_client, assert_same_queries):
    def grow():
        for _n in range(3):
            TreatmentFactory(publication="draft")

    grow()
    assert_same_queries("/admin/sheets/drafts/", grow, as_client=staff_client(EDITOR))


# Files nobody should send


def _broken(data: bytes, chance: random.Random) -> bytes:
    """A file with a few bytes lost, doubled, changed, or with nasty text inside."""
    nasty = [b'"', b"\x00", b"\r", b"\n", b",", "﷽".encode(), b"\xed\xa0\x80", b"=1+1", b"9" * 400,
             b"<table><tr><td>", b"PK\x03\x04", "令和99年99月99日".encode(), b"-1", b"1e400", b";" * 50]  # fmt: skip
    for _time in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data) + 1)
        way = chance.randrange(4)
        if way == 0:
            data = data[:at] + data[at + chance.randrange(1, 40) :]
        elif way == 1:
            data = data[:at] + chance.choice(nasty) + data[at:]
        elif way == 2 and data:
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        else:
            start = chance.randrange(len(data) + 1)
            data = data[:at] + data[start : start + 60] + data[at:]
    return data


def _workbook(kind: str) -> bytes:
    from openpyxl import Workbook

    columns, row, _run = KINDS[kind]
    book, file = Workbook(), io.BytesIO()
    names = [column.name for column in columns]
    book.active.append(names)
    book.active.append([row.get(name, "") for name in names])
    book.active.append(["_xD800_=1+1\x0b".replace("\x0b", "")] * len(names))
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_file_is_read_or_refused_and_leaves_nothing_half(kind, tmp_path):
    chance = random.Random(20260918)
    _columns, row, run = KINDS[kind]
    good = content(tmp_path, kind, row, row | {"source_url": "https://b.example.org/2"})
    TreatmentFactory(checked=True)
    refused = taken = 0
    for round_ in range(250):
        workbook = round_ % 5 == 4
        data = _broken(_workbook(kind) if workbook else good, chance)
        before = written()
        try:
            report = run([SavedFile(f"x{round_}.{'xlsx' if workbook else 'csv'}", data)])
        except WrongFile as error:
            assert str(error)
            assert written() == before
            refused += 1
            continue
        assert report.read == report.created + report.updated + report.unchanged + len(
            report.refused
        )
        assert all(reason for _line, reason in report.refused)
        if not report.created + report.updated:
            assert written() == before
        taken += 1
    assert refused > 20
    assert taken > 20
    assert not Treatment.objects.filter(level="checked").exclude(publication="published").exists()
    assert OfficialOrder.objects.filter(addressees=None).count() == 0
    assert Clinic.objects.filter(treatments=None).count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_uploads_are_never_a_server_error(kind, staff_client, tmp_path):
    chance, client = random.Random(7), staff_client(EDITOR)
    good = content(tmp_path, kind)
    for _round in range(30):
        answer = upload(client, kind, _broken(good, chance), "ｘ\u202e.csv")
        assert answer.status_code in (302, 422)
        if answer.status_code == 302:
            assert client.get(answer["Location"]).status_code == 200
            assert client.post(answer["Location"], {"confirm": ""}).status_code == 200
