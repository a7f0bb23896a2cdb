"""Migrations that hold a table while the site runs, or that a killed run would leave half done.

Each finding needs a change, or a line in WAIVED with the reason. Run: python -m scripts.check_migrations
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

from scripts.paths import APPS

# From this migration of each app on, the rules hold; older ones ran on tables of a few rows.
# {app: the last that is older}
OLDER = {
    "clinics": "0008_searches_without_a_result",
    "quotes": "0007_files_refused_and_journal",
    "register": "0004_one_by_one",
    "staff": "0002_groups",
    "trust": "0002_mail_that_came_back",
}
# {"app.0009_name: finding": why it is all right}
WAIVED: dict[str, str] = {}


def findings(migration: Any) -> Iterator[str]:
    """Yield what an operator would regret, in words."""
    new: set[str] = set()
    kinds = {type(operation).__name__ for operation in migration.operations}
    if not migration.atomic and kinds - {"AddIndexConcurrently", "RemoveIndexConcurrently"}:
        yield "not atomic: killed half-way, it cannot be run again"
    if "RunPython" in kinds and kinds - {"RunPython", "RunSQL"}:
        yield "moves rows and changes tables in one transaction: make it two migrations"
    for operation in migration.operations:
        kind = type(operation).__name__
        table = getattr(operation, "model_name", getattr(operation, "name", "")).lower()
        if kind == "CreateModel":
            new.add(table)
        elif table not in new:
            yield from _on_a_table_with_rows(kind, operation, f"{table}.{_name(operation)}")


def _on_a_table_with_rows(kind: str, operation: Any, what: str) -> Iterator[str]:
    if kind == "AddField":
        field = operation.field
        if not (field.null or field.many_to_many or _has_value(field)):
            yield f"{what}: a required column without a default"
        if callable(getattr(field, "default", None)) and field.unique:
            yield f"{what}: unique with one default for all rows"
    elif kind == "AddIndex":
        yield f"{what}: AddIndex stops writes while it builds"
    elif kind in {"RenameField", "RenameModel", "AlterModelTable"}:
        yield f"{what}: {kind} breaks the release that still runs"
    elif kind in {"RemoveField", "DeleteModel"}:
        yield f"{what}: {kind} breaks the release that still runs; stop using it one release before"
    elif kind in {"RunPython", "RunSQL"} and not operation.reversible:
        yield f"{kind} without a way back"


def _has_value(field: Any) -> bool:
    """Whether rows that are there get one: a default of ours, the database's, or empty text."""
    from django.db.models import NOT_PROVIDED

    empty = field.blank and field.empty_strings_allowed
    return empty or field.has_default() or field.db_default is not NOT_PROVIDED


def _name(operation: Any) -> str:
    return getattr(operation, "name", "") or getattr(getattr(operation, "index", None), "name", "")


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    found, used = [], set()
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app not in APPS or name <= OLDER.get(app, "0001_initial"):
            continue
        for words in findings(migration):
            told = f"{app}.{name}: {words}"
            used.add(told)
            if told not in WAIVED:
                found.append(told)
    found += [f"waived, but not found any more: {told}" for told in WAIVED if told not in used]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
