"""True of every model, also of those that are not written yet."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

from scripts.paths import APPS
from trust.personal_data import unclassified_fields

OURS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in APPS and not model._meta.auto_created
]


def test_every_column_is_declared_personal_or_not():
    problems = unclassified_fields(OURS)
    assert not problems, "add to class PersonalData:\n" + "\n".join(problems)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_constraint_and_index_has_a_name_of_its_own(model):
    for rule in model._meta.constraints:
        assert rule.name, f"{model._meta.label}: a constraint without a name"
    assert not model._meta.unique_together, "use UniqueConstraint with a name"
    assert not getattr(model._meta, "index_together", ()), "use Index with a name"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_and_field_speaks_through_gettext(model):
    if hasattr(model, "instance_type"):
        return  # history copies the names of the model it follows
    assert not isinstance(model._meta.verbose_name, str), f"{model._meta.label}: verbose_name"
    foreign = {
        field.name
        for base in model.__mro__[1:]
        if hasattr(base, "_meta") and base.__module__.split(".")[0] not in APPS
        for field in base._meta.fields
    }
    for field in model._meta.fields:
        if field.primary_key or field.name in foreign:
            continue
        assert not isinstance(field.verbose_name, str), f"{model._meta.label}.{field.name}"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_field_exists_on_one_database_only(model):
    for field in model._meta.get_fields():
        assert "contrib.postgres" not in type(field).__module__, f"{field} is for PostgreSQL only"


@pytest.mark.django_db
def test_no_migration_is_missing():
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_constraints_of_the_database_are_those_of_the_models():
    """A constraint that a migration forgot would protect nothing."""
    with connection.cursor() as cursor:
        for model in OURS:
            found = _constraint_names(cursor, model._meta.db_table)
            for rule in model._meta.constraints:
                if isinstance(rule, models.CheckConstraint | models.UniqueConstraint):
                    assert rule.name in found, f"{model._meta.label}: {rule.name} is not there"


def _constraint_names(cursor, table: str) -> set[str]:
    if connection.vendor != "sqlite":
        return set(connection.introspection.get_constraints(cursor, table))
    # Django cannot read every check constraint back from SQLite, so the words are searched.
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s", [table])
    return set(re.findall(r'"(\w+)"', " ".join(row[0] or "" for row in cursor.fetchall())))
