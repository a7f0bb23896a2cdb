import pytest
from django.db import transaction

from trust.middleware import WriteInGet, writes_on_get
from trust.middleware.read_only import _written_table
from trust.models import JobRun, LimitHit

pytestmark = [pytest.mark.urls("tests.trust.urls"), pytest.mark.django_db]


@pytest.mark.parametrize("address", ["/write/", "/change/", "/remove/", "/with/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_get_that_writes_is_an_error(client, address, method):
    JobRun.objects.create(name="there")
    with pytest.raises(WriteInGet, match=r"trust_jobrun|WITH"), transaction.atomic():
        getattr(client, method)(address)
    assert JobRun.objects.get().last_result == ""


def test_a_get_that_finds_what_it_might_make_is_fine(client):
    JobRun.objects.create(name="from GET")
    assert client.get("/write/").status_code == 200


def test_a_post_may_write_and_so_may_a_test_afterwards(client):
    assert client.post("/write/").status_code == 200
    client.get("/")
    JobRun.objects.create(name="after")
    assert JobRun.objects.count() == 2


def test_a_view_that_says_why_may_write(client):
    assert client.get("/allowed/").status_code == 200
    assert JobRun.objects.exists()


def test_the_admin_and_the_machinery_may_write(client):
    assert client.get("/admin/write/").status_code == 200
    assert client.get("/machinery/").status_code == 200
    assert LimitHit.objects.get().count == 1


def test_a_reason_must_be_given():
    with pytest.raises(ValueError, match="why"):
        writes_on_get(" ")


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "a" VALUES (1)', "a"),
        ("insert or ignore into a values (1)", "a"),
        ('REPLACE INTO "a" VALUES (1)', "a"),
        ('UPDATE "public"."a" SET b = 1', "a"),
        ("  DELETE FROM ONLY a", "a"),
        ("TRUNCATE TABLE a", "a"),
        ("MERGE INTO a USING b", "a"),
        ("WITH x AS (DELETE FROM a RETURNING *) SELECT 1", "a table behind WITH"),
        ('SELECT "a"."update" FROM "a" FOR UPDATE', None),
        ("SELECT 'DELETE FROM a'", None),
        ("SAVEPOINT x", None),
        ("PRAGMA foreign_keys", None),
    ],
)
def test_statements_that_write_are_known(sql, table):
    assert _written_table(sql) == table
