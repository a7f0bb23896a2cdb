"""The staff's pages for the ministry's list: who may, what they see, what a press writes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from clinics.models import Treatment
from register.models import Difference, Entry, PendingImport, Snapshot
from tests.register.lists import as_csv, row
from tests.staff_session import signed_in_client

pytestmark = pytest.mark.django_db

EDITOR, VERIFIER, ADMIN, OTHER = (
    "listing editor", "verifier", "administrator", "review moderator",
)  # fmt: skip
BASE = "/admin/ministry-list/"


@pytest.fixture(autouse=True)
def _roles(db):
    call_command("sync_roles", verbosity=0)


def upload(client, rows, *, day="2026-09-18", extent="complete", name="list.csv", **extra):
    file = SimpleUploadedFile(name, as_csv(rows).encode())
    data = {"file": file, "extent": extent, "seen_on": day, "list_class": "", "url": ""} | extra
    return client.post(BASE + "import/", data)


def others(count):
    return [row(facility=f"別院{n}クリニック") for n in range(count)]


def take(client, rows, **options):
    """Upload and confirm."""
    response = upload(client, rows, **options)
    assert response.status_code == 302, response.content.decode()
    return client.post(response.url, {"confirm": "1", "accept_shrink": "1"})


@pytest.fixture
def editor():
    return signed_in_client(EDITOR)


@pytest.mark.parametrize(
    ("path", "method", "roles"),
    [
        ("import/", "get", {EDITOR, ADMIN}),
        ("import/1/", "get", {EDITOR, ADMIN}),
        ("differences/", "get", {EDITOR, VERIFIER}),
        ("differences/1/", "post", {EDITOR, VERIFIER}),
        ("differences/confirm/", "post", {EDITOR, VERIFIER}),
        ("snapshots/1/undo/", "post", {EDITOR, ADMIN}),
        ("snapshots/1/export/", "get", {EDITOR, VERIFIER, ADMIN}),
    ],
)
def test_each_page_opens_for_its_roles_only(path, method, roles):
    for role in (EDITOR, VERIFIER, ADMIN, OTHER, None):
        status = getattr(signed_in_client(role), method)(BASE + path).status_code
        assert (status not in (302, 403)) == (role in roles), (role, status)
    assert getattr(Client(), method)(BASE + path).status_code == 302


def test_a_preview_writes_nothing_and_the_press_does(editor):
    response = upload(editor, [row(), row(list_class="9")])
    preview = editor.get(response.url)
    assert "class &#x27;9&#x27; is not 1, 2 or 3" in preview.content.decode()
    assert not Entry.objects.exists()
    assert not Snapshot.objects.exists()
    done = editor.post(response.url, {"confirm": "1"}, follow=True)
    assert "created 1" in done.content.decode()
    assert Entry.objects.count() == 1
    assert Snapshot.objects.get().read_by == editor.user
    assert not PendingImport.objects.exists()


def test_a_preview_can_be_forgotten_and_belongs_to_its_uploader(editor):
    address = upload(editor, [row()]).url
    assert signed_in_client(EDITOR).get(address).status_code == 404
    editor.post(address, {"discard": "1"})
    assert not PendingImport.objects.exists()
    assert not Treatment.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"seen_on": "last week"}, "Write the day like"),
        ({"seen_on": "2126-01-01"}, "has not come yet"),
        ({"file": SimpleUploadedFile("a.csv", b"name\nx\n")}, "missing columns"),
        ({"file": ""}, "required"),
    ],
)
def test_bad_input_is_told_beside_the_field(editor, data, words):
    response = upload(editor, [row()], **data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "2026-09-18" in response.content.decode() or "seen_on" in data
    assert not PendingImport.objects.exists()


def test_a_list_that_shrank_is_asked_about_in_the_preview(editor):
    take(editor, others(10))
    response = upload(editor, others(7), day="2026-10-18")
    assert "7 rows, 10 in the last complete list" in editor.get(response.url).content.decode()
    editor.post(response.url, {"confirm": "1"})
    assert Snapshot.objects.count() == 1
    editor.post(response.url, {"confirm": "1", "accept_shrink": "1"})
    assert Snapshot.objects.count() == 2


def test_differences_are_shown_ten_at_a_time_and_confirmed_together(editor):
    take(editor, others(30))
    take(editor, others(2), day="2026-10-18")
    take(editor, [*others(2), row(facility="新院")], day="2026-11-18")
    page = editor.get(BASE + "differences/").content.decode()
    assert "Confirm these 28" in page
    assert page.count('data-key="y"') == 10
    first = Difference.objects.waiting().order_by("pk").first()
    editor.post(f"{BASE}differences/{first.pk}/", {"no": "1"})
    first.refresh_from_db()
    assert (first.state, first.decided_by) == ("refused", editor.user)
    up_to = Difference.objects.latest("pk").pk
    editor.post(BASE + "differences/confirm/", {"kind": "gone", "up_to": up_to})
    assert Treatment.objects.exclude(list_gone_on=None).count() == 27
    assert editor.get(BASE + "differences/").content.decode().count("Nothing waits here") == 1


@pytest.mark.parametrize(
    "data", [{}, {"kind": "gone", "up_to": "x"}, {"kind": "unsure", "up_to": "1"}]
)
def test_confirming_all_refuses_other_posts(editor, data):
    assert editor.post(BASE + "differences/confirm/", data).status_code == 400


def test_an_import_is_undone_and_exported_from_its_row(editor):
    take(editor, [row()])
    snapshot = Snapshot.objects.get()
    export = editor.get(f"{BASE}snapshots/{snapshot.pk}/export/")
    assert b"".join(export.streaming_content).decode() == as_csv([row()])
    done = editor.post(f"{BASE}snapshots/{snapshot.pk}/undo/", follow=True)
    assert "Undone" in done.content.decode()
    assert not Treatment.objects.exists()
    again = editor.post(f"{BASE}snapshots/{snapshot.pk}/undo/", follow=True)
    assert "undone already" in again.content.decode()


def test_pages_keep_their_number_of_queries(editor, django_assert_max_num_queries):
    take(editor, others(40))
    take(editor, others(2), day="2026-10-18")
    take(editor, [*others(2), row(facility="新院")], day="2026-11-18")
    editor.get(BASE + "differences/")
    with django_assert_max_num_queries(12):
        assert editor.get(BASE + "differences/").status_code == 200
    with django_assert_max_num_queries(12):
        assert editor.get(BASE + "import/").status_code == 200
