"""What stands in each table: number of rows and SHA-256 of the rows in order of their keys.

The only words put into the statements are names that the database gave, quoted.
"""

import hashlib
from typing import Any

from django.db import connection

Tables = dict[str, dict[str, Any]]


def digests() -> Tables:
    """Return {table: {"rows": n, "sha256": hex}} of the whole database, as its text form says.

    Equal on the same kind of database only. For one consistent picture call it in a transaction.
    """
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        return {name: _digest(cursor, name) for name in names}


def is_empty() -> bool:
    """Return whether the database has no table at all."""
    return not connection.introspection.table_names()


def differences(wanted: Tables, found: Tables) -> list[str]:
    """Return one line per table that differs."""
    lines = []
    for name in sorted(wanted.keys() | found.keys()):
        before, after = wanted.get(name), found.get(name)
        if before != after:
            rows = [str(one["rows"]) if one else "no table" for one in (before, after)]
            lines.append(f"{name}: {rows[0]} rows in the archive, {rows[1]} here, or other content")
    return lines


def _digest(cursor: Any, name: str) -> dict[str, Any]:
    table = connection.ops.quote_name(name)
    cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608  # nosec B608
    rows = cursor.fetchone()[0]
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608  # nosec B608
    names = sorted(column[0] for column in cursor.description)
    columns = ", ".join(connection.ops.quote_name(one) for one in names)
    keys = connection.introspection.get_primary_key_columns(cursor, name) or names
    read = _read_postgres if connection.vendor == "postgresql" else _read_sqlite
    return {"rows": rows, "sha256": read(cursor, table, columns, keys)}


def _read_postgres(cursor: Any, table: str, columns: str, keys: list[str]) -> str:
    # "C": the order must not depend on the machine's language files.
    order = ", ".join(f'{connection.ops.quote_name(key)}::text COLLATE "C"' for key in keys)
    found = hashlib.sha256()
    query = f"COPY (SELECT {columns} FROM {table} ORDER BY {order}) TO STDOUT"  # noqa: S608  # nosec B608
    cursor.copy_expert(query, _Into(found))
    return found.hexdigest()


class _Into:
    """What psycopg2 writes a copy to."""

    def __init__(self, digest: "hashlib._Hash") -> None:
        self.write = digest.update


def _read_sqlite(cursor: Any, table: str, columns: str, keys: list[str]) -> str:
    order = ", ".join(connection.ops.quote_name(key) for key in keys)
    found = hashlib.sha256()
    cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")  # noqa: S608  # nosec B608
    while rows := cursor.fetchmany(1000):
        for row in rows:
            found.update(repr(row).encode())
    return found.hexdigest()
