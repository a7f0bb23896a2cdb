"""What a site holds, by a program of its own: not the code that backups are made with.

Run with the site's settings: python -m benchmarks.restore.look; prints one JSON object.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import django


def tables() -> dict[str, list[Any]]:
    """Return {table: [rows, SHA-256 of the rows as text in order of their text]}."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in sorted(cursor.fetchall()):
            digest, rows = hashlib.sha256(), 0
            query = f'SELECT t::text FROM "{name}" AS t ORDER BY t::text COLLATE "C"'  # noqa: S608
            cursor.execute(query)
            for (text,) in cursor:
                digest.update(text.encode())
                rows += 1
            found[name] = [rows, digest.hexdigest()]
    return found


def stored(folder: Path) -> dict[str, str]:
    """Return {name: SHA-256} of every private file."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def clear() -> dict[str, Any]:
    """Open every sealed value and file; return their numbers and one digest of all clear texts."""
    from trust.rotation import sealed_columns
    from trust.uploads import files

    digest, values, opened = hashlib.sha256(), 0, 0
    for model, field in sealed_columns():
        rows = model._base_manager.exclude(**{f"{field.name}__isnull": True}).order_by("pk")
        for row in rows.only("pk", field.name).iterator(chunk_size=1000):
            digest.update(f"{row.pk} {getattr(row, field.attname)!r}".encode())
            values += 1
    for name, context in files.held():
        digest.update(files.get(name, context))
        opened += 1
    return {"values": values, "files": opened, "sha256": digest.hexdigest()}


def main() -> None:
    django.setup()
    from django.conf import settings

    folder = Path(settings.STORAGES["private"]["OPTIONS"]["location"])
    json.dump({"tables": tables(), "stored": stored(folder), "clear": clear()}, sys.stdout)


if __name__ == "__main__":
    main()
