from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from trust import access_log, triggers
from trust.access_log import actor_digest, entries_for, record
from trust.models import AccessLog


def entry(**more):
    return record(
        **{
            "actor": "clinic:1", "role": "clinic", "action": "read", "object_type": "request",
            "object_ref": "KJ-1", "reason": "to answer", **more,
        }
    )  # fmt: skip


def test_entry_names_the_organisation_and_never_the_person(db, settings):
    user = get_user_model().objects.create_user("canary", "canary@example.org", "x")
    found = entry(actor=user, role="quote coordinator")
    assert found.actor_label == settings.OPERATOR_NAME
    assert "canary" not in str(AccessLog.objects.values().get())
    assert found.actor_digest == actor_digest(user)
    assert list(AccessLog.objects.by_actor(actor_digest(user))) == [found]


def test_entry_outlives_the_person_it_names(db):
    user = get_user_model().objects.create_user("gone", "", "x")
    found = entry(actor=user)
    user.delete()
    assert AccessLog.objects.get() == found


def test_parties_get_different_digests(db):
    assert len({actor_digest("clinic:1"), actor_digest("clinic:2"), actor_digest(None)}) == 3
    assert entry(label="Sample Clinic").actor_label == "Sample Clinic"
    assert entry(actor=None).actor_label == ""


def test_entries_come_oldest_first_and_only_of_that_object(db):
    first, second = entry(), entry(action="sent")
    entry(object_ref="KJ-2"), entry(object_type="file")
    assert list(entries_for("request", "KJ-1")) == [first, second]


def test_long_reasons_are_cut_not_refused(db):
    assert len(entry(reason="x" * 900, label="y" * 900).reason) == 500


def test_the_database_refuses_every_change(db):
    entry()
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        AccessLog.objects.update(reason="other")
    old = AccessLog.objects.create(at=timezone.now() - timedelta(days=3000))
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        old.save()


def test_the_database_refuses_to_delete_before_24_months(db):
    young, old = timezone.now() - timedelta(days=722), timezone.now() - timedelta(days=733)
    AccessLog.objects.create(at=young, object_ref="young")
    AccessLog.objects.create(at=old, object_ref="old")
    with pytest.raises(IntegrityError, match="24 months"), transaction.atomic():
        AccessLog.objects.all().delete()
    assert AccessLog.objects.older_than(timezone.now() - timedelta(days=732)).delete()[0] == 1
    assert AccessLog.objects.get().object_ref == "young"


def test_purge_takes_what_the_database_lets_go(db):
    now = timezone.now()
    for days in (1, 700, 731, 734, 2000):
        AccessLog.objects.create(at=now - timedelta(days=days))
    assert access_log.purge() == 2
    assert AccessLog.objects.count() == 3


def test_raw_sql_is_refused_too(db):
    entry()
    for statement in ("DELETE FROM trust_accesslog", "UPDATE trust_accesslog SET action = 'x'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_triggers_stand_after_all_migrations_and_can_be_set_again(db):
    assert triggers.installed(connection)
    with connection.cursor():
        triggers.remove(connection)
        assert not triggers.installed(connection)
        triggers.install(connection)
        triggers.install(connection)
    assert triggers.installed(connection)


def test_the_migration_can_go_back_and_forth(db):
    class Editor:
        pass

    Editor.connection = connection
    triggers.unmigrate(apps, Editor)
    assert not triggers.installed(connection)
    triggers.migrate(apps, Editor)
    assert triggers.installed(connection)


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_log_and_leaves_the_triggers():
    entry()
    call_command("flush", interactive=False, stdout=StringIO())
    assert not AccessLog.objects.exists()
    assert triggers.installed(connection)


@pytest.mark.django_db(transaction=True)
def test_a_database_without_triggers_is_flushed_as_ever():
    triggers.remove(connection)
    try:
        entry()
        call_command("flush", interactive=False, stdout=StringIO())
        assert not AccessLog.objects.exists()
    finally:
        triggers.install(connection)
