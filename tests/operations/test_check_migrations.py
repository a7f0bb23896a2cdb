import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from scripts.check_migrations import findings

INDEX = models.Index(fields=["name"], name="by_name")


def told(*operations, atomic=True):
    migration = migrations.Migration("0009_x", "clinics")
    migration.operations, migration.atomic = operations, atomic
    return list(findings(migration))


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (migrations.AddField("clinic", "x", models.IntegerField()), "without a default"),
        (migrations.AddIndex("clinic", INDEX), "stops writes"),
        (migrations.RenameField("clinic", "a", "b"), "still runs"),
        (migrations.RemoveField("clinic", "a"), "still runs"),
        (migrations.DeleteModel("clinic"), "still runs"),
        (migrations.RunPython(migrations.RunPython.noop), "way back"),
    ],
)
def test_what_holds_or_breaks_a_running_site_is_told(operation, words):
    assert any(words in line for line in told(operation))


def test_a_table_made_in_the_same_migration_may_be_changed():
    made = migrations.CreateModel("Clinic", [("id", models.AutoField(primary_key=True))])
    assert told(made, migrations.AddIndex("clinic", INDEX)) == []


def test_a_column_with_a_default_and_an_index_made_beside_are_fine():
    assert told(migrations.AddField("clinic", "x", models.IntegerField(default=1))) == []
    assert told(AddIndexConcurrently("clinic", INDEX), atomic=False) == []


def test_what_cannot_be_run_again_is_told():
    add = migrations.AddField("clinic", "x", models.IntegerField(null=True))
    move = migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)
    assert any("half-way" in line for line in told(add, atomic=False))
    assert any("two migrations" in line for line in told(add, move))
