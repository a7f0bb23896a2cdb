"""Database triggers that keep the access log whole, for SQLite and PostgreSQL.

They refuse every UPDATE, and DELETE of an entry younger than 24 months by the database's clock.
SQLite rebuilds a table when a later migration changes it and loses its triggers then: such a
migration ends with ``RunPython(triggers.migrate)``. ``installed()`` tells whether they stand.
"""

from typing import Any

TABLE = "trust_accesslog"
KEPT_MONTHS = 24
NAMES = (f"{TABLE}_no_update", f"{TABLE}_no_early_delete")

_CHANGED = "access log entries are never changed"
_EARLY = f"access log entries are kept for {KEPT_MONTHS} months"

_INSTALL = {
    "sqlite": [
        f"""CREATE TRIGGER IF NOT EXISTS {NAMES[0]} BEFORE UPDATE ON {TABLE}
            BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END""",
        f"""CREATE TRIGGER IF NOT EXISTS {NAMES[1]} BEFORE DELETE ON {TABLE}
            WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%S', 'now', '-{KEPT_MONTHS} months')
            BEGIN SELECT RAISE(ABORT, '{_EARLY}'); END""",
    ],
    "postgresql": [
        f"""CREATE OR REPLACE FUNCTION {TABLE}_guard() RETURNS trigger AS $$
            BEGIN
              IF TG_OP = 'UPDATE' THEN
                RAISE EXCEPTION '{_CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              IF OLD.at > now() - interval '{KEPT_MONTHS} months' THEN
                RAISE EXCEPTION '{_EARLY}' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN OLD;
            END $$ LANGUAGE plpgsql""",
        f"DROP TRIGGER IF EXISTS {NAMES[0]} ON {TABLE}",
        f"DROP TRIGGER IF EXISTS {NAMES[1]} ON {TABLE}",
        f"""CREATE TRIGGER {NAMES[0]} BEFORE UPDATE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION {TABLE}_guard()""",
        f"""CREATE TRIGGER {NAMES[1]} BEFORE DELETE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION {TABLE}_guard()""",
    ],
}
_REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {name}" for name in NAMES],
    "postgresql": [
        *[f"DROP TRIGGER IF EXISTS {name} ON {TABLE}" for name in NAMES],
        f"DROP FUNCTION IF EXISTS {TABLE}_guard()",
    ],
}
_FIND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def _execute(connection: Any, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, []):
            cursor.execute(statement)


def install(connection: Any) -> None:
    """Create the triggers (again). Does nothing on another kind of database."""
    _execute(connection, _INSTALL)


def remove(connection: Any) -> None:
    """Drop the triggers."""
    _execute(connection, _REMOVE)


def installed(connection: Any) -> bool:
    """Return whether both triggers stand in this database."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND[connection.vendor])
        return set(NAMES) <= {row[0] for row in cursor.fetchall()}


def migrate(apps: Any, schema_editor: Any) -> None:
    """For ``migrations.RunPython``."""
    install(schema_editor.connection)


def unmigrate(apps: Any, schema_editor: Any) -> None:
    """For the way back in ``migrations.RunPython``."""
    remove(schema_editor.connection)
